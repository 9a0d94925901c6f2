"""`anliku schema`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import typer

from ..delivery import deliver
from ..library.kinds import KIND_BY_NAME, KINDS, Kind
from ..printable import block
from .console import fail, force_option, path_given, say


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def schema(
        kind: str = typer.Argument("", metavar="种类", help="只要一种，如 case；不写就全部"),
        out: Path | None = typer.Option(
            None, "--out", metavar="文件夹", parser=path_given, help="每种写一个 .schema.json，编辑器可据此补全"
        ),
        force: bool = force_option(),
    ) -> None:
        """输出各种文件的 JSON Schema，给编辑器做补全和检查。"""
        if kind and kind not in KIND_BY_NAME:
            fail(f"没有种类 {kind}。", f"可以写：{'、'.join(KIND_BY_NAME)}", code=2)
        kinds = [KIND_BY_NAME[kind]] if kind else list(KINDS)
        if out:
            _write(kinds, out, force=force)
        else:
            schemas = {one.name: schema_of(one) for one in kinds}
            say(block(json.dumps(schemas[kind] if kind else schemas, ensure_ascii=False, indent=2)))


def schema_of(kind: Kind) -> dict[str, Any]:
    """Return the JSON Schema of a whole file of a kind."""
    record = kind.model.model_json_schema(by_alias=True)
    if kind.named_by_file and "id" in record.get("required", []):
        record["required"].remove("id")  # the file name counts
    if not kind.key:
        return {"$schema": "https://json-schema.org/draft/2020-12/schema", **record, "title": kind.label}
    definitions = record.pop("$defs", {})
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": kind.label,
        "type": "object",
        "properties": {kind.key: {"type": "array", "items": record}},
        "required": [kind.key],
        "additionalProperties": False,
        "$defs": definitions,
    }


def _write(kinds: list[Kind], folder: Path, *, force: bool) -> None:
    texts = {kind.name: json.dumps(schema_of(kind), ensure_ascii=False, indent=2) + "\n" for kind in kinds}
    deliver({folder / f"{name}.schema.json": text.encode() for name, text in texts.items()}, force=force)
    say(f"写好了 {len(kinds)} 个文件：{folder.resolve()}")
    settings = {f"{folder.as_posix()}/{kind.name}.schema.json": kind.pattern for kind in kinds}
    say("在 VS Code 里装上 YAML 插件，把下面这段放进 settings.json 就有补全：")
    say(block(json.dumps({"yaml.schemas": settings}, ensure_ascii=False, indent=2)))
