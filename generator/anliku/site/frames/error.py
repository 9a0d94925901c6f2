"""The error of the frame engine, in a module of its own so that catching it does not import MkDocs."""

from __future__ import annotations

from ...check.findings import Finding


class FrameError(Exception):
    """Raised when MkDocs can make nothing of mkdocs.yml or of an ordinary page.

    findings: what to tell the editor, in Chinese and with the place. `check` names nearly everything before.
    """

    def __init__(self, *findings: Finding) -> None:
        super().__init__("\n".join(f"{f.path}：{f.message}怎么改：{f.remedy}" for f in findings))
        self.findings = findings
