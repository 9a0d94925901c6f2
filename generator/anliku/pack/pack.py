"""Make a pack of a built site: choose the files, stamp the version, write manifest and signature, put all in place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from ..workers import Progress
from . import clusters
from .errors import PackError
from .items import SITE, PackItem, text_items
from .manifest import MANIFEST, SIGNATURE, Manifest, ManifestError, PackFile, PackForm, content_digest, parse_manifest
from .names import VERSION_RULE, folder_name, is_version
from .texts import CHECK, OPEN, OPEN_ASCII, VERSION, beside_the_site, classes_line, handbook_line, template_folder
from .update import update_items
from .writer import write_pack

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

_UPDATE = "-更新"
_COMPACT_NOTE = """\
　　本包是紧凑版：案例合在几十个文件里，拷得快、占地方少，内容和完整版一样，
　　但浏览器要开启 JavaScript 才能看案例。要完整版，请向发给您的单位要。
"""


@dataclass(frozen=True)
class Order:
    """What to pack, and how.

    library: the library's name. when: the moment that every file bears. dist: folder for packs. version: as the user
    wants it called, or "". edition: what sets this pack apart from the library's full one, for its name, or "".
    max_size: bytes on a disk with clusters of 32 KiB, or None. since: the pack that receivers have, when only what
    changed is wanted. extras: further files beside the site, by path. imprint: who publishes the library, and how to reach them.
    """

    library: str
    when: dt.datetime
    dist: Path
    version: str = ""
    edition: str = ""
    form: PackForm = PackForm.FULL
    key: Ed25519PrivateKey | None = None
    max_size: int | None = None
    since: Manifest | None = None
    extras: Mapping[str, bytes] = field(default_factory=dict)
    imprint: tuple[str, ...] = ()


@dataclass(frozen=True)
class Packed:
    """What came of it."""

    folder: Path
    archive: Path
    manifest: Manifest
    fingerprint: str
    room: Sequence[PackFile]

    def on_disk(self, cluster: int) -> int:
        """Return the bytes that the folder takes on a stick with such clusters."""
        return clusters.on_disk(self.room, cluster)


def pack(site: Sequence[PackItem], order: Order, tell: Progress) -> Packed:
    """Write a pack of the site's items; raise PackError with the old pack whole when that cannot be done."""
    inside = [*site, *text_items(order.extras)]
    signer = _fingerprint(order.key)
    version = order.version or _version([item.file for item in inside], order, signer)
    if not is_version(version):
        raise PackError(f"版本号 {version} 不行。", VERSION_RULE)
    stamps = facts(order, version, signer)
    items = [*inside, *text_items(beside_the_site(stamps))]
    manifest = Manifest(
        order.library, version, f"{order.when:%Y-%m-%d}", tuple(i.file for i in items), order.form, signed_by=signer
    )
    items += proof(manifest, order.key)
    if order.since:
        manifest, items = _only_changes(manifest, items, order, stamps)
    room = [item.file for item in items]
    _check_size(room, order.max_size, order.form)
    folder = order.dist / (folder_name(order.library, order.edition, version) + _UPDATE * (order.since is not None))
    archive = write_pack(items, folder, order.when, tell)
    return Packed(folder, archive, manifest, signer, room)


def _only_changes(
    new: Manifest, items: Sequence[PackItem], order: Order, stamps: Mapping[str, str]
) -> tuple[Manifest, list[PackItem]]:
    """Return the manifest and the items of an update pack."""
    assert order.since is not None
    changes = [*update_items(items, new, order.since, stamps)]
    files = tuple(item.file for item in changes)
    manifest = replace(new, files=files, form=PackForm.UPDATE, base=order.since.version)
    return manifest, [*changes, *proof(manifest, order.key)]


def _version(files: Sequence[PackFile], order: Order, signer: str) -> str:
    """Return the date of the content and a hash of everything that goes into the pack, our own templates included."""
    ours = (file.read_bytes().hex() for file in sorted(template_folder().iterdir()) if file.is_file())
    return f"{order.when:%Y.%m.%d}-{content_digest(files, order.library, order.form, signer, *ours)[:8]}"


def facts(order: Order, version: str, signer: str) -> dict[str, str]:
    """Return what the templates beside the site name."""
    return {
        "library": order.library,
        "edition": f"（{order.edition}）" if order.edition else "",
        "version": version,
        "date": f"{order.when:%Y-%m-%d}",
        "imprint": "".join(f"　{said}" for said in order.imprint),
        "imprint_lines": "".join(f"{said}\n" for said in order.imprint),
        "site": SITE,
        "open": OPEN,
        "open_ascii": OPEN_ASCII,
        "check": CHECK,
        "version_file": VERSION,
        "manifest": MANIFEST,
        "signature": SIGNATURE,
        "signed": f"本包有签名。签名人公钥的指纹：{signer}" if signer else "本包没有签名。",
        "handbook": handbook_line(order.extras) + classes_line(order.extras),
        "script": _COMPACT_NOTE if order.form is PackForm.COMPACT else "",
    }


def proof(manifest: Manifest, key: Ed25519PrivateKey | None) -> list[PackItem]:
    """Return the manifest and, with a key, its signature; raise PackError for one that `verify` would refuse."""
    data = manifest.to_bytes()
    try:
        parse_manifest(data)
    except ManifestError as error:
        raise PackError(f"打不成包：{error}", "名称在 mkdocs.yml 的 site_name 里改，版本用 --version 写") from error
    if key is None:
        return [PackItem.of(MANIFEST, data)]
    from .keys import sign  # cryptography takes a tenth of a second to import

    return [PackItem.of(MANIFEST, data), PackItem.of(SIGNATURE, sign(data, key))]


def _fingerprint(key: Ed25519PrivateKey | None) -> str:
    if key is None:
        return ""
    from .keys import fingerprint, public_bytes

    return fingerprint(public_bytes(key))


def _check_size(files: Sequence[PackFile], most: int | None, form: PackForm) -> None:
    if most is None:
        return
    size = clusters.on_disk(files, 32 * clusters.KIB)
    if size > most:
        largest = max(files, key=lambda file: file.size)
        raise PackError(
            f"包在 U 盘上要占 {clusters.megabytes(size)}，超过了 --max-size 的 {clusters.megabytes(most)}；"
            f"最大的文件是 {largest.path}（{clusters.megabytes(largest.size)}）。没有写任何东西。",
            "用 --only 只带一类组织的案例"
            if form is PackForm.COMPACT
            else "用 --compact 打紧凑包，或用 --only 只带一类组织的案例",
        )
