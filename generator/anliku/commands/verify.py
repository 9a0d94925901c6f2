"""`anliku verify`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

import typer

from ..pack.errors import PackError
from ..pack.manifest import Manifest, PackForm
from ..pack.names import VERSION_RULE, is_version
from ..pack.verify import Expected, Seal, Verdict
from ..pack.verify import verify as verify_pack
from ..printable import NAME, printable
from .console import fail, path_given, progress_bar, say, warn

_FORMS = {PackForm.FULL: "完整包", PackForm.COMPACT: "紧凑包", PackForm.UPDATE: "更新包"}
_SHOWN = 100


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def verify(
        place: Path = typer.Argument(metavar="文件夹或zip", parser=path_given, help="要检查的包"),
        key: str = typer.Option("", "--key", metavar="指纹或公钥", help="发布者的指纹，或 .pub 文件，要从别的途径得到"),
        at_least: str = typer.Option("", "--at-least", metavar="版本", help="已知的最新版本；比它旧的包算不合格"),
    ) -> None:
        """检查一个包：文件齐不齐、有没有被改过、是谁签的名。"""
        if at_least and not is_version(at_least):
            fail(f"--at-least 后面的 {printable(at_least, NAME)} 不是版本号。", VERSION_RULE, code=2)
        try:
            wanted = Expected(_fingerprint(key), at_least)
            with progress_bar() as tell:
                verdict = verify_pack(place, wanted, tell)
        except PackError as error:
            fail(str(error), error.remedy)
        _say_verdict(verdict, wanted)
        raise typer.Exit(0 if verdict.whole else 1)


def _say_verdict(verdict: Verdict, wanted: Expected) -> None:
    """Say first what came of it, then what the pack says of itself: that is anybody's text, and is shown as such."""
    if verdict.whole:
        count = len(verdict.manifest.files) if verdict.manifest else 0
        say(f"核对完毕：{count} 个文件，名称、大小和内容都和清单一致。{_seal(verdict, wanted)}")
    else:
        warn("错误：这个包和发布时不一样，或不能确认。")
        warn("怎么改：不要使用；向发布单位重新要一份")
        for line in _differences(verdict):
            warn(line)
        if verdict.manifest:
            warn(_seal(verdict, wanted))
    if verdict.manifest:
        say(_about(verdict.manifest))
    if verdict.repacked:
        say("压缩包里的时间、属性等不是打包时的样子：是别的程序压的，或被改过。清单不管这些，没有核对。")


def _fingerprint(key: str) -> str:
    if not key:
        return ""
    from ..pack.keys import wanted_fingerprint

    return wanted_fingerprint(key)


def _differences(verdict: Verdict) -> Iterator[str]:
    if verdict.fault:
        yield verdict.fault
    yield from _few("缺少", map(_shown, verdict.missing), len(verdict.missing))
    yield from _few("改动", map(_shown, verdict.changed), len(verdict.changed))
    yield from _few("多出", map(_shown, verdict.added), len(verdict.added))
    yield from _few("改名", (f"{_shown(old)} → {_shown(new)}" for old, new in verdict.renamed), len(verdict.renamed))
    yield from _few("可疑", (f"{_shown(odd.path)}：{odd.what}" for odd in verdict.oddities), len(verdict.oddities))
    if verdict.too_old and verdict.manifest:
        yield f"旧版　这个包的版本是 {verdict.manifest.version}，比 {verdict.too_old} 旧：可能有人拿旧包来换。"


def _few(word: str, texts: Iterable[str], count: int) -> Iterator[str]:
    yield from (f"{word}　{text}" for text in islice(texts, _SHOWN))
    if count > _SHOWN:
        yield f"{word}　……还有 {count - _SHOWN} 个，没有列出"


def _shown(path: str) -> str:
    return printable(path, NAME)


def _about(manifest: Manifest) -> str:
    base = f"，从 {manifest.base} 更新" if manifest.base else ""
    name = printable(manifest.library, NAME)
    return f"清单上写的：{_FORMS[manifest.form]}，版本 {manifest.version}，内容截至 {manifest.date}{base}；案例库名称“{name}”"


def _seal(verdict: Verdict, wanted: Expected) -> str:
    seal = verdict.seal
    if seal is Seal.NONE:
        return "没有签名：只能查出拷贝中的差错，查不出有人连清单一起换。"
    if seal is Seal.VALID and wanted.fingerprint:
        return f"签名有效，正是指纹 {verdict.fingerprint}。"
    if seal is Seal.VALID:
        return f"签名有效，指纹 {verdict.fingerprint}。请用电话或公告核对这个指纹，或用 --key 指定。"
    shown = f"（指纹 {verdict.fingerprint}）" if verdict.fingerprint else ""
    return f"签名不行：{seal.value}{shown}。"
