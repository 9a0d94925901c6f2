"""Compare a pack with its manifest, and the manifest with its signature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from ..printable import NAME, printable
from ..troubles import trouble
from ..workers import Progress
from .errors import PackError
from .manifest import MANIFEST, SIGNATURE, Manifest, ManifestError, PackFile, parse_manifest
from .names import VERSION_RULE, is_version, version_key
from .sources import Oddity, PackListing, PackSource, open_source

_MOST_MANIFEST = 200_000_000
_MOST_SIGNATURE = 10_000


class Seal(Enum):
    """What the signature is worth."""

    NONE = "没有签名"
    VALID = "签名有效"
    MISSING = "清单说有签名，签名文件却不在"
    UNREADABLE = "签名文件坏了"
    WRONG = "签名和清单对不上"
    OTHER_KEY = "是另一把钥匙签的"

    @property
    def holds(self) -> bool:
        """Say whether nothing speaks against the pack."""
        return self in (Seal.NONE, Seal.VALID)


@dataclass(frozen=True)
class Expected:
    """What the user has learnt in another way. fingerprint: of the signer's key. at_least: version that is known already.

    Raises PackError for a text that is no version: it would be no minimum.
    """

    fingerprint: str = ""
    at_least: str = ""

    def __post_init__(self) -> None:
        if self.at_least and not is_version(self.at_least):
            raise PackError(f"{printable(self.at_least, NAME)} 不是版本号。", VERSION_RULE)


@dataclass
class Verdict:
    """What is wrong with a pack.

    renamed: (old path, new path). repacked: a zip whose times and attributes, which no manifest names, are not ours.
    """

    manifest: Manifest | None = None
    fault: str = ""
    missing: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    renamed: list[tuple[str, str]] = field(default_factory=list)
    oddities: list[Oddity] = field(default_factory=list)
    seal: Seal = Seal.NONE
    fingerprint: str = ""
    too_old: str = ""
    repacked: bool = False

    @property
    def whole(self) -> bool:
        """Say whether the pack is exactly what its manifest says, and the manifest what was asked for."""
        differs = self.missing or self.changed or self.added or self.renamed or self.oddities
        return not (self.fault or differs or self.too_old) and self.seal.holds


def verify(place: Path, wanted: Expected, tell: Progress) -> Verdict:
    """Return what is wrong with the pack at `place`; raise PackError when there is nothing to look at."""
    source = open_source(place)
    found = source.look()
    verdict = Verdict(oddities=list(found.oddities))
    data = _manifest_bytes(source, found, verdict)
    if verdict.manifest is None:
        return verdict
    _seal(source, found, data, wanted, verdict)
    if wanted.at_least and version_key(verdict.manifest.version) < version_key(wanted.at_least):
        verdict.too_old = wanted.at_least
    _compare(source, found, verdict.manifest, verdict, tell)
    verdict.repacked = not source.is_as_packed(verdict.manifest.date)
    return verdict


def _manifest_bytes(source: PackSource, found: PackListing, verdict: Verdict) -> bytes:
    """Return the manifest's bytes, having put it or what is wrong with it into the verdict."""
    if MANIFEST not in found.files:
        verdict.fault = f"没有清单 {MANIFEST}：清单被删了，或这不是案例库的包。"
        return b""
    try:
        data = source.read(MANIFEST, _MOST_MANIFEST)
        verdict.manifest = parse_manifest(data)
    except ManifestError as error:
        verdict.fault = str(error)
    except OSError as error:
        verdict.fault = f"{MANIFEST} 读不出来：{trouble(error).reason}。"
    return data if verdict.manifest else b""


def _seal(source: PackSource, found: PackListing, data: bytes, wanted: Expected, verdict: Verdict) -> None:
    assert verdict.manifest is not None
    if SIGNATURE not in found.files:
        expected = verdict.manifest.signed_by or wanted.fingerprint
        verdict.seal = Seal.MISSING if expected else Seal.NONE
        return
    from .keys import fingerprint, is_signed, parse_signature

    try:
        signature = parse_signature(source.read(SIGNATURE, _MOST_SIGNATURE))
    except OSError:
        signature = None
    if signature is None:
        verdict.seal = Seal.UNREADABLE
        return
    verdict.fingerprint = fingerprint(signature.key)
    if not is_signed(data, signature) or verdict.manifest.signed_by != verdict.fingerprint:
        verdict.seal = Seal.WRONG
    elif wanted.fingerprint and wanted.fingerprint != verdict.fingerprint:
        verdict.seal = Seal.OTHER_KEY
    else:
        verdict.seal = Seal.VALID


def _compare(source: PackSource, found: PackListing, manifest: Manifest, verdict: Verdict, tell: Progress) -> None:
    here = set(found.files) - {MANIFEST, SIGNATURE}
    missing = [file for file in manifest.files if file.path not in here]
    present = [file for file in manifest.files if file.path in here]
    for done, (known, real) in enumerate(zip(present, source.hashes(present), strict=True), 1):
        if real != known:
            verdict.changed.append(known.path)
        tell("核对", done, len(present))
    strange = [PackFile(path, -1, "") for path in sorted(here - manifest.by_path.keys())]
    verdict.renamed = _renamed(source, missing, strange)
    moved = {path for pair in verdict.renamed for path in pair}
    verdict.missing = [file.path for file in missing if file.path not in moved]
    verdict.added = [file.path for file in strange if file.path not in moved]


def _renamed(source: PackSource, missing: list[PackFile], strange: Iterable[PackFile]) -> list[tuple[str, str]]:
    """Return (old, new) for missing files whose very content stands under another name."""
    gone: dict[tuple[int, str], list[str]] = {}
    for file in missing:
        gone.setdefault((file.size, file.sha256), []).append(file.path)
    if not gone:
        return []
    pairs = []
    for real in source.hashes(list(strange)):
        old = gone.get((real.size, real.sha256))
        if old:
            pairs.append((old.pop(0), real.path))
    return pairs
