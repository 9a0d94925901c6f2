"""How the cases are spread over provinces and years: what the tile map and the line of years show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .facets import CaseGroup

# Equal squares, about where the regions lie to each other; "-" is an empty place. No map, so nothing has a border.
_DRAWN = (
    "-    -    -    -    -      -    -    黑龙江",
    "-    -    -    -    内蒙古 -    -    吉林",
    "新疆 甘肃 宁夏 山西 河北   北京 天津 辽宁",
    "西藏 青海 陕西 河南 山东   -    -    -",
    "-    四川 重庆 湖北 安徽   江苏 上海 -",
    "-    云南 贵州 湖南 江西   浙江 -    -",
    "-    -    广西 广东 福建   台湾 -    -",
    "-    -    海南 澳门 香港   -    -    -",
)
_COLUMNS = {name: column for line in _DRAWN for column, name in enumerate(line.split(), 1) if name != "-"}
_KINDS = ("", "省", "市", "自治区", "壮族自治区", "回族自治区", "维吾尔自治区", "特别行政区")
_FULL = {f"{name}{kind}": name for name in _COLUMNS for kind in _KINDS}
_HIGHEST = 40
_GAP = 3  # so many years in a row, or more, without a case share one place


class Square(NamedTuple):
    """A region: its name in short, its column, how many cases it has, and the groups of them (two where it was spelt in two ways).

    Squares come row by row, so the column says where one lies.
    """

    name: str
    column: int
    cases: int
    groups: tuple[CaseGroup, ...]


class Bar(NamedTuple):
    """A year, or a run of years without a case. height: of its bar in pixels."""

    label: str
    cases: int
    height: int
    groups: tuple[CaseGroup, ...]


@dataclass(frozen=True)
class CaseSpread:
    """What the pictures show. total: all cases. elsewhere: of places that have no square. dated: that have a year."""

    squares: tuple[Square, ...]
    bars: tuple[Bar, ...]
    elsewhere: tuple[CaseGroup, ...]
    total: int
    dated: int

    def __bool__(self) -> bool:
        return bool(self.squares or self.bars)

    @property
    def most(self) -> int:
        """The largest count of a square, for the shades."""
        return max((square.cases for square in self.squares), default=0)

    @property
    def placed(self) -> int:
        """Cases that have a square."""
        return sum(square.cases for square in self.squares)

    @property
    def unplaced(self) -> int:
        """Cases that name no region at all."""
        return self.total - self.placed - sum(len(group.entries) for group in self.elsewhere)

    @property
    def empty(self) -> int:
        """Squares without a case."""
        return sum(not square.cases for square in self.squares)

    @property
    def leading(self) -> tuple[Square, ...]:
        """The two of several squares that hold half of the placed cases or more; none where no two do."""
        ranked = sorted((square for square in self.squares if square.cases), key=lambda square: -square.cases)
        half = 2 * sum(square.cases for square in ranked[:2]) >= self.placed
        return tuple(ranked[:2]) if half and len(ranked) > 2 else ()


def spread_of(provinces: Sequence[CaseGroup], years: Sequence[CaseGroup], total: int) -> CaseSpread:
    """Return how `total` cases are spread; without squares for a library of other places, or of one place only."""
    squares = tuple(_squares(provinces))
    elsewhere = tuple(group for group in provinces if group.value not in _FULL)
    placed = [square.cases for square in squares if square.cases]
    if len(placed) < 2 or sum(placed) <= sum(len(group.entries) for group in elsewhere):
        squares = elsewhere = ()
    return CaseSpread(squares, tuple(_bars(years)), elsewhere, total, sum(len(group.entries) for group in years))


def _squares(provinces: Sequence[CaseGroup]) -> Iterator[Square]:
    for name, column in _COLUMNS.items():
        mine = tuple(group for group in provinces if _FULL.get(group.value) == name)
        yield Square(name, column, sum(len(group.entries) for group in mine), mine)


def _bars(years: Sequence[CaseGroup]) -> Iterator[Bar]:
    """Yield the years from first to last; those without a case as well, of a long run its first and last in one."""
    if len(years) < 2:
        return
    line = sorted((int(group.value), group) for group in years)
    most = max(len(group.entries) for group in years)
    before = line[0][0] - 1
    for year, group in line:
        yield from _without(before + 1, year)
        cases = len(group.entries)
        yield Bar(group.value, cases, -(-cases * _HIGHEST // most), (group,))
        before = year


def _without(start: int, end: int) -> Iterator[Bar]:
    if end - start >= _GAP:
        yield Bar(f"{start}—{end - 1}", 0, 0, ())
    else:
        yield from (Bar(str(year), 0, 0, ()) for year in range(start, end))
