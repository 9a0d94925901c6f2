"""Records as an editor would write them: in blocks, long texts below their key, no anchors."""

from __future__ import annotations

from typing import Any

import yaml

from ..library.yaml_file import parse_yaml

_LONG = 60


class _Dumper(yaml.SafeDumper):
    def increase_indent(self, flow: bool = False, indentless: bool = False) -> Any:  # noqa: ARG002 - lists are indented
        return super().increase_indent(flow, False)

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - what is equal is written twice
        return True


class _Quoting(_Dumper):
    pass


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    block = "\n" in text or len(text) > _LONG
    return dumper.represent_scalar("tag:yaml.org,2002:str", f"{text}\n" if block else text, "|" if block else None)


def _quoted(dumper: yaml.SafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, '"')


_Dumper.add_representer(str, _text)
_Quoting.add_representer(str, _quoted)


def yaml_text(data: dict[str, Any]) -> str:
    """Return the data as YAML that reads back as it is, but for blanks at the ends of texts."""
    text = _dumped(data, _Dumper)
    back, problems = parse_yaml(text.encode("utf-8", "replace"), "x.yml")
    if not problems and _stripped(back) == _stripped(data):
        return text
    return _dumped(data, _Quoting)  # a text that some reader of YAML would take for something else


def _dumped(data: dict[str, Any], dumper: type[yaml.SafeDumper]) -> str:
    return "".join(
        yaml.dump(
            {key: value}, Dumper=dumper, allow_unicode=True, sort_keys=False, width=10**6, default_flow_style=False
        )
        for key, value in data.items()
    )


def _stripped(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _stripped(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_stripped(one) for one in value]
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    return str(value).strip()  # the reader of YAML takes numbers as texts, too
