"""The Content-Security-Policy of a page: nothing but its own files, and only the inline scripts it was made with."""

from __future__ import annotations

import re

from ...scripts import admitted
from .frame import slot

# Not the data blocks (type="application/json"), which are never run, and not scripts with a file of their own.
_INLINE = re.compile(r"<script(?![^>]*\b(?:src|type)=)[^>]*>(.*?)</script>", re.S)
_SCRIPTS = "script-src 'self' file: blob: "
_POLICY = (
    "default-src 'none'; {frames}" + _SCRIPTS + "{hashes}; style-src 'self' file: 'unsafe-inline'; "
    "img-src 'self' file: data:; font-src 'self' file: data:; worker-src blob:; base-uri 'none'; form-action 'self' file:"
)


def with_policy(html: str, framing: bool = False) -> str:
    """Return the page with its policy in place of the mark for it. framing: it may show other pages of the site."""
    hashes = " ".join(sorted({admitted(script) for script in _INLINE.findall(html)}))
    frames = "frame-src 'self' file:; " if framing else ""
    return html.replace(slot("csp"), _POLICY.format(hashes=hashes, frames=frames), 1)  # a second one is a text


def admitting(html: str, script: str) -> str:
    """Return a page whose policy is widened so that this inline script may run, too."""
    return html.replace(_SCRIPTS, f"{_SCRIPTS}{admitted(script)} ", 1)
