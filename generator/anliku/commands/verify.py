"""`anliku verify`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import typer

from ..pack.errors import PackError
from ..pack.manifest import Form, Manifest
from ..pack.verify import Seal, Verdict, Wanted
from ..pack.verify import verify as verify_pack
from .console import fail, progress_bar, say, warn

_FORMS = {Form.FULL: "完整包", Form.COMPACT: "紧凑包", Form.UPDATE: "更新包"}


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def verify(
        place: str = typer.Argument(metavar="文件夹或zip", help="要检查的包"),
        key: str = typer.Option("", "--key", metavar="指纹或公钥", help="发布者的指纹，或 .pub 文件，要从别的途径得到"),
        at_least: str = typer.Option("", "--at-least", metavar="版本", help="已知的最新版本；比它旧的包算不合格"),
    ) -> None:
        """检查一个包：文件齐不齐、有没有被改过、是谁签的名。"""
        try:
            wanted = Wanted(_fingerprint(key), at_least)
            with progress_bar() as tell:
                verdict = verify_pack(Path(place), wanted, tell)
        except PackError as error:
            fail(str(error), error.remedy)
        for line in _differences(verdict):
            warn(line)
        if verdict.manifest:
            say(_about(verdict.manifest))
            say(_seal(verdict, wanted))
        if not verdict.whole:
            fail("这个包和发布时不一样，或不能确认。", "不要使用；向发布单位重新要一份")
        say(f"核对完毕：{len(verdict.manifest.files) if verdict.manifest else 0} 个文件，和清单完全一致。")


def _fingerprint(key: str) -> str:
    if not key:
        return ""
    from ..pack.keys import wanted_fingerprint

    return wanted_fingerprint(key)


def _differences(verdict: Verdict) -> Iterator[str]:
    if verdict.fault:
        yield verdict.fault
    yield from (f"缺少　{path}" for path in verdict.missing)
    yield from (f"改动　{path}" for path in verdict.changed)
    yield from (f"多出　{path}" for path in verdict.added)
    yield from (f"改名　{old} → {new}" for old, new in verdict.renamed)
    yield from (f"可疑　{oddity.path}：{oddity.what}" for oddity in verdict.oddities)
    if verdict.too_old and verdict.manifest:
        yield f"旧版　这个包的版本是 {verdict.manifest.version}，比 {verdict.too_old} 旧：可能有人拿旧包来换。"


def _about(manifest: Manifest) -> str:
    base = f"，从 {manifest.base} 更新" if manifest.base else ""
    return f"{manifest.library}　{_FORMS[manifest.form]}　版本 {manifest.version}　内容截至 {manifest.date}{base}"


def _seal(verdict: Verdict, wanted: Wanted) -> str:
    seal = verdict.seal
    if seal is Seal.NONE:
        return "没有签名：只能查出拷贝中的差错，查不出有人连清单一起换。"
    if seal is Seal.VALID and wanted.fingerprint:
        return f"签名有效，正是指纹 {verdict.fingerprint}。"
    if seal is Seal.VALID:
        return f"签名有效，指纹 {verdict.fingerprint}。请用电话或公告核对这个指纹，或用 --key 指定。"
    shown = f"（指纹 {verdict.fingerprint}）" if verdict.fingerprint else ""
    return f"签名不行：{seal.value}{shown}。"
