"""`anliku pack`."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from ..cache import cache_folder
from ..check.nearest import did_you_mean
from ..check.publication import Publication, publication
from ..check.render import as_text
from ..check.survey import Survey, survey
from ..export.handbook import Book
from ..library.vocabulary import LECTURERS
from ..pack.clusters import CLUSTERS, KIB, megabytes, parse_size
from ..pack.errors import PackError
from ..pack.items import PackItem, site_items
from ..pack.manifest import PackForm
from ..pack.moment import moment
from ..pack.names import VERSION_RULE, is_version
from ..pack.pack import Order, Packed
from ..pack.pack import pack as make_pack
from ..pack.update import known_pack
from ..printable import NAME, printable
from ..site.build import BuildReport, Options, StoppedByFindings
from ..site.build import build as build_site
from ..site.frames.frameset import frame_set
from ..site.output.tree import OutputError, reserved
from ..workers import Progress
from .console import fail, fail_with, library_root, path_given, progress_bar, say, warn
from .handbook import MOST_CASES, NoHandbook, too_many
from .handbook import handbook as make_handbook

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

COMPACT_FROM = 2_000  # cases; a folder with more files than that is slow on a stick
PASSWORD = "ANLIKU_KEY_PASSWORD"  # noqa: S105 - the name of a variable, not a password
_SHOWN = 20


@dataclass(frozen=True)
class Wishes:
    """The options of the command."""

    only: tuple[str, ...]
    compact: bool
    allow_unreviewed: bool
    lecturer: bool
    sign: Path | None
    max_size: str
    version: str
    since: Path | None
    out: Path | None
    handbook: bool | None
    classes: bool | None


def register(app: typer.Typer) -> None:
    """Add the command."""

    @app.command()
    def pack(  # noqa: PLR0913, PLR0917 - an argument for each option
        only: list[str] = typer.Option([], "--only", metavar="类型", help="只带这类组织用得上的内容，可以写几次"),
        compact: bool = typer.Option(False, "--compact", help="紧凑版：案例合在几十个文件里，适合两千个以上的案例"),
        sign: Path | None = typer.Option(
            None, "--sign", metavar="私钥", parser=path_given, help="用 anliku keygen 生成的私钥签名"
        ),
        max_size: str = typer.Option("", "--max-size", metavar="大小", help="在 U 盘上最多占多少，如 4GB；超过就不打"),
        version: str = typer.Option("", "--version", metavar="版本", help="版本号，不写就用内容的日期和校验值"),
        since: Path | None = typer.Option(
            None, "--since", metavar="旧包.zip", parser=path_given, help="更新包：只带从这个旧包以来变了的文件"
        ),
        out: Path | None = typer.Option(
            None, "--out", "-o", metavar="文件夹", parser=path_given, help="写到哪里，不写就是案例库里的 dist"
        ),
        lecturer: bool = typer.Option(
            False, "--lecturer", help="讲师版：带提示、答案、“后来怎样”，和每个教学包备好的课（课件、材料、教学说明）"
        ),
        allow_unreviewed: bool = typer.Option(False, "--allow-unreviewed", help="没有审核记录的案例也带上"),
        handbook: bool | None = typer.Option(
            None, "--handbook/--no-handbook", help=f"要不要案例手册（PDF）；不写时，案例不超过 {MOST_CASES} 个就带上"
        ),
        classes: bool | None = typer.Option(
            None, "--classes/--no-classes", help="讲师版里要不要每个教学包备好的课；不写就带上"
        ),
    ) -> None:
        """打成可以拷进 U 盘的包：一个文件夹和一个同样内容的 zip。"""
        if classes and not lecturer:
            fail("备好的课里有答案和“后来怎样”，只有讲师版才带。", "加上 --lecturer", code=2)
        wishes = Wishes(
            tuple(only), compact, allow_unreviewed, lecturer, sign, max_size, version, since, out, handbook, classes
        )
        try:
            with progress_bar() as tell:
                packed, left, cases = _pack(library_root(), wishes, tell)
        except OutputError as error:
            fail_with(error)
        except PackError as error:
            fail_with(error)
        _say_done(packed, left)
        _say_form(wishes.compact, cases)


def _pack(root: Path, wishes: Wishes, tell: Progress) -> tuple[Packed, Publication, int]:
    """Return the pack, what it leaves out, and how many cases it holds."""
    if wishes.version and not is_version(wishes.version):
        fail(f"--version 后面的 {printable(wishes.version, NAME)} 不是版本号。", VERSION_RULE, code=2)
    key = signing_key(wishes.sign)
    if wishes.max_size:
        parse_size(wishes.max_size)  # what is no size is said before anything is built
    out = _site_folder(root, wishes.only)
    with reserved(out, root):  # until it is packed, the site must stay as it was built
        report = _built(root, wishes, out, tell)
        left = _allowed(root, report.survey, wishes.allow_unreviewed)
        packed = _packed(root, report, wishes, key, tell)
        return packed, left, len(report.survey.library.published)


def _packed(root: Path, report: BuildReport, wishes: Wishes, key: Ed25519PrivateKey | None, tell: Progress) -> Packed:
    classes = _classes(report.survey, wishes, tell)
    when = moment(os.environ, (entry.reviewed_on for entry in report.survey.library.published.values()))
    order = Order(
        library=report.survey.library.config.name,
        when=when,
        dist=wishes.out or root / "dist",
        version=wishes.version,
        edition="、".join(filter(None, (_edition(report.survey, wishes), "紧凑版" if wishes.compact else ""))),
        form=PackForm.COMPACT if wishes.compact else PackForm.FULL,
        key=key,
        max_size=parse_size(wishes.max_size) if wishes.max_size else None,
        since=known_pack(wishes.since) if wishes.since else None,
        imprint=report.survey.library.shared.vocabulary.imprint,
        extras={**_handbook(root, report.survey, wishes, when, tell), **classes},
    )
    site = site_items(report.out)
    items = (
        _compacted(root, report.survey, wishes.lecturer, site, len(order.extras) - len(classes), tell)
        if wishes.compact
        else site
    )
    return make_pack(items, order, tell)


def _compacted(  # noqa: PLR0913, PLR0917 - what a compact pack is made of
    root: Path, surveyed: Survey, lecturer: bool, site: list[PackItem], extras: int, tell: Progress
) -> list[PackItem]:
    from ..pack.compact import CASE_FRAME, Limits, compact  # NumPy takes a fifth of a second to import

    limits = Limits()
    frame = frame_set(root, surveyed.library.config, cache_folder(root), lecturer).frames[CASE_FRAME]
    return compact(site, frame, replace(limits, files=limits.files - extras), tell)


def _handbook(root: Path, surveyed: Survey, wishes: Wishes, when: dt.datetime, tell: Progress) -> Mapping[str, bytes]:
    """Return the handbook's files by name; say why when there are none, and go on without."""
    if wishes.handbook is False:
        return {}
    try:
        why = too_many(surveyed.library) if wishes.handbook is None else ""
        book = Book(surveyed.library.config.name, _edition(surveyed, wishes), wishes.lecturer)
        files = {} if why else make_handbook(root, surveyed.library, book, when, tell)
    except NoHandbook as error:
        why = f"没有放案例手册：{error}"
        files = {}
    if why:
        warn(why)
    return files


def _classes(surveyed: Survey, wishes: Wishes, tell: Progress) -> Mapping[str, bytes]:
    """Return the files of a class for each lesson pack, in packs for lecturers."""
    if not wishes.lecturer or wishes.classes is False or not surveyed.library.shared.lessons:
        return {}
    from .class_files import all_classes

    return all_classes(surveyed.library, tell)


def signing_key(file: Path | None) -> Ed25519PrivateKey | None:
    """Return the private key in a file, asking for its password when it has one; None for no file."""
    if file is None:
        return None
    from ..pack.keys import is_locked, load_key

    password = os.environ.get(PASSWORD, "")
    if not password and is_locked(file) and sys.stdin.isatty():
        password = typer.prompt("密钥的口令", hide_input=True)
    return load_key(file, password.encode())


def _site_folder(root: Path, only: tuple[str, ...]) -> Path:
    """Return where the site to be packed lies: the library's own, or a reduced one in the cache."""
    if not only:
        return root / "site"
    _know_types(root, only)
    return cache_folder(root) / f"site-{'-'.join(sorted(only))}"


def _built(root: Path, wishes: Wishes, out: Path, tell: Progress) -> BuildReport:
    """Bring the site up to date; end with the findings when they forbid it."""
    try:
        return build_site(root, Options(lecturer=wishes.lecturer, out=out, only=wishes.only), tell)
    except StoppedByFindings as stop:
        warn(as_text(stop.survey.errors, root, color=sys.stderr.isatty()))
        fail("没有打包，原来的包没有动。", "先改好上面的错误")


def _know_types(root: Path, only: tuple[str, ...]) -> None:
    known = survey(root, cache_folder(root)).library.shared.organisations
    for key in only:
        if key not in known:
            fail(f"没有组织类型 {key}。", did_you_mean(key, known), code=2)


def _allowed(root: Path, surveyed: Survey, allow_unreviewed: bool) -> Publication:
    """Return what the pack leaves out; end with the cases that nobody has reviewed, unless they are allowed."""
    found = publication(surveyed)
    if found.unreviewed and not allow_unreviewed:
        warn(as_text(found.unreviewed, root, color=sys.stderr.isatty()))
        fail(
            f"有 {len(found.unreviewed)} 个案例没有审核记录，没有打包，原来的包没有动。",
            "补上审核记录；确实要带上没有审核的案例，就加 --allow-unreviewed",
        )
    return found


def _edition(surveyed: Survey, wishes: Wishes) -> str:
    names = [surveyed.library.shared.organisations[key].name for key in wishes.only]
    return "、".join(names + [LECTURERS] * wishes.lecturer)


def _say_done(packed: Packed, left: Publication) -> None:
    if left.left_out:
        say(f"没有带上 {len(left.left_out)} 条还没发布的内容：")
        for title, why in left.left_out[:_SHOWN]:
            say(f"  {title}（{why}）")
        if len(left.left_out) > _SHOWN:
            say("  等等。")
    if left.unreviewed:
        warn(f"有 {len(left.unreviewed)} 个案例没有审核记录，也带上了。")
    say(f"打好了：{packed.folder.resolve()}")
    say(f"压缩包：{packed.archive.resolve()}（{megabytes(packed.archive.stat().st_size)}）")
    say(f"版本 {packed.manifest.version}，{len(packed.room)} 个文件，{megabytes(sum(f.size for f in packed.room))}。")
    sizes = "，".join(f"{cluster // KIB} KiB 时 {megabytes(packed.on_disk(cluster))}" for cluster in CLUSTERS)
    say(f"拷到 FAT32 或 exFAT 的 U 盘上，簇大小 {sizes}。")
    if packed.fingerprint:
        say(f"已签名。公钥指纹 {packed.fingerprint}，请用别的途径（电话、公告）告诉收到包的人。")
    else:
        say("没有签名。要让收到的人能查是不是您发的，先 anliku keygen，再加 --sign 打包。")


def _say_form(is_compact: bool, cases: int) -> None:
    if is_compact:
        say(
            "这是紧凑版：案例合在几十个文件里，由一个网页显示，浏览器要开启 JavaScript 才能看。要完整版就不加 --compact。"
        )
    elif cases > COMPACT_FROM:
        say(f"这个包有 {cases} 个案例，每个是一个文件，拷贝慢，也费地方；可以加 --compact 打成紧凑版。")
