"""Cases that are nearly the same as others."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator

from ...library import Library, Origin
from ..duplicates import AlikeGroup
from ..findings import Remark, warning
from ..nearest import listed

CODE = "near-duplicate"
_SHOWN = 20  # groups; whoever has more of them writes from a template, and one sentence says that


def near_duplicates(library: Library, groups: Iterable[AlikeGroup], accepted: Collection[str]) -> Iterator[Remark]:
    """A case is nearly the same as others: one remark a group, at its last case.

    accepted: ids of cases that say why they are; they leave their group, and each has a remark of its own to answer.
    """
    told = 0
    for group in groups:
        rest = [key for key in group.ids if key not in accepted]
        for key in group.ids:
            if key in accepted:
                yield _remark(library, key, group)
        if len(rest) < 2:
            continue
        told += 1
        if told <= _SHOWN:
            yield _remark(library, rest[-1], group._replace(ids=tuple(rest)))
    if told > _SHOWN:
        message = f"还有 {told - _SHOWN} 组案例，每组里的文字大半相同，没有一一列出。"
        yield warning(CODE, Origin("cases"), (), message, "先处理列出的各组；像是照同一个模板写的，就改写重复的部分。")


def _remark(library: Library, key: str, group: AlikeGroup) -> Remark:
    others = [other for other in group.ids if other != key]
    if len(others) == 1:
        what = f"“{library.entries[others[0]].title}”（{others[0]}）"
    else:
        what = f"另外 {len(others)} 个案例（{listed(others[:5])}{'等' * (len(others) > 5)}）"
    message = f"这个案例和{what}有 {group.share:.0%}{'以上' * (len(others) > 1)}的文字相同，像是录入了两次。"
    remedy = f"是同一件事就合成一个；不是就改写重复的部分；都该留着，写“accept: {{{CODE}: 为什么}}”。"
    return warning(CODE, Origin(library.entries[key].path), ("title",), message, remedy)
