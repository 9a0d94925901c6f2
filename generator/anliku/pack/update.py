"""An update pack: only what has changed since a pack that the receivers have, to be copied over it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from .errors import PackError
from .items import PackItem, text_items
from .manifest import Manifest, PackForm
from .names import version_key
from .texts import CHECK, page, text_file
from .verify import Expected, verify

FILES = "复制里面的文件"
README, DELETIONS = "更新说明.txt", "删除清单.txt"


def known_pack(place: Path) -> Manifest:
    """Return the manifest of the pack that receivers have; it must be whole, or the difference would be wrong."""
    verdict = verify(place, Expected(), lambda *_: None)
    if not verdict.whole or verdict.manifest is None:
        raise PackError(f"旧包 {place} 不完整，比不出变化。", f"运行 anliku verify {place} 看缺了什么，换一份完整的")
    if verdict.manifest.form is PackForm.UPDATE:
        raise PackError(f"旧包 {place} 是更新包，里面没有全部文件。", "用打更新包那一次的完整包")
    return verdict.manifest


def update_items(items: Iterable[PackItem], new: Manifest, old: Manifest, facts: Mapping[str, str]) -> list[PackItem]:
    """Return the items of an update from `old` to `new`, whose files, manifest and signature are `items`."""
    if (old.library, old.form) != (new.library, new.form):
        raise PackError(
            f"旧包是“{old.library}”的 {old.form} 包，和现在要打的不是一种。", "用同一个案例库、同一种形式的旧包"
        )
    if old.files == new.files:
        raise PackError(f"和旧包（版本 {old.version}）一样，没有可更新的。")
    if version_key(new.version) < version_key(old.version):
        raise PackError(f"旧包的版本 {old.version} 反而比现在的 {new.version} 新。", "用 --version 写一个更新的版本号")
    changed = [item for item in items if old.by_path.get(item.file.path) != item.file]
    deleted = sorted(old.by_path.keys() - new.by_path.keys())
    inside = [replace(item, file=item.file._replace(path=f"{FILES}/{item.file.path}")) for item in changed]
    return [*inside, *text_items(_notes(len(changed), deleted, old, facts))]


def _notes(changed: int, deleted: list[str], old: Manifest, facts: Mapping[str, str]) -> dict[str, bytes]:
    more = {"base": old.version, "files": FILES, "deletions": DELETIONS, "changed": str(changed)}
    step = text_file("update-deletions.txt", {**facts, **more, "deleted": str(len(deleted))}) if deleted else b""
    more["deletion_step"] = step.decode("utf-8-sig").replace("\r\n", "\n")
    notes = {README: text_file("update.txt", {**facts, **more}), CHECK: page("verify.html", facts)}
    if deleted:
        notes[DELETIONS] = ("\r\n".join(path.replace("/", "\\") for path in deleted) + "\r\n").encode("utf-8-sig")
    return notes
