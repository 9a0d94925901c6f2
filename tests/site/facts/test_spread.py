"""How cases are spread over provinces and years, and when nothing may be shown."""

from __future__ import annotations

from anliku.site.facts.facets import Facet, group
from anliku.site.facts.spread import CaseSpread, spread_of
from tests.site.facts.test_facets import entry

PROVINCE = Facet("province", "地区", lambda e: (e.province,) if e.province else (), {})
YEAR = Facet("year", "年份", lambda e: (e.year,) if e.year else (), {})
REGIONS = (
    "北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东 海南 四川 贵州 云南 陕西 甘肃 青海 台湾 "
    "内蒙古 广西 西藏 宁夏 新疆 香港 澳门"
)


def spread(*cases: tuple[str, str]) -> CaseSpread:
    """Return how cases with these provinces and years are spread."""
    entries = [entry(f"c{n}", province=province, year=year) for n, (province, year) in enumerate(cases)]
    return spread_of(group(PROVINCE, entries), group(YEAR, entries), len(entries))


def counts(found: CaseSpread) -> dict[str, int]:
    return {square.name: square.cases for square in found.squares if square.cases}


def test_every_region_of_the_country_has_one_square_like_all_others() -> None:
    found = spread(("贵州省", ""), ("四川省", ""))
    assert sorted(square.name for square in found.squares) == sorted(REGIONS.split())
    assert (found.empty, found.placed, found.unplaced) == (32, 2, 0)


def test_a_region_is_known_by_its_full_and_its_short_name() -> None:
    found = spread(
        ("贵州省", ""), ("贵州", ""), ("内蒙古自治区", ""), ("广西壮族自治区", ""), ("香港特别行政区", ""), ("", "")
    )
    assert counts(found) == {"贵州": 2, "内蒙古": 1, "广西": 1, "香港": 1}
    assert [len(square.groups) for square in found.squares if square.name == "贵州"] == [2]
    assert found.unplaced == 1


def test_a_library_of_other_places_or_of_one_place_has_no_squares() -> None:
    assert not spread(("示例省", ""), ("示例省", ""))
    assert not spread(("贵州省", ""), ("贵州", ""))
    assert not spread(("贵州省", ""), ("四川省", ""), ("甲区", ""), ("乙区", ""))
    assert not spread(("", ""))
    assert not spread()


def test_the_few_places_without_a_square_are_named() -> None:
    found = spread(("贵州省", ""), ("四川省", ""), ("四川省", ""), ("某地", ""))
    assert [(g.label, len(g.entries)) for g in found.elsewhere] == [("某地", 1)]
    assert found.unplaced == 0


def test_two_regions_lead_only_where_they_hold_half() -> None:
    found = spread(("贵州省", ""), ("四川省", ""), ("四川省", ""), ("湖南省", ""), ("湖南省", ""))
    assert [square.name for square in found.leading] == ["四川", "湖南"]
    assert spread(("贵州省", ""), ("四川省", "")).leading == ()  # the two are all there is
    assert spread(*((name, "") for name in REGIONS.split())).leading == ()


def test_years_without_a_case_are_said_and_a_long_run_of_them_once() -> None:
    found = spread(("", "1998"), ("", "2002"), ("", "2002"), ("", "2004"), ("", ""))
    assert [(bar.label, bar.cases) for bar in found.bars] == [
        ("1998", 1), ("1999—2001", 0), ("2002", 2), ("2003", 0), ("2004", 1)
    ]  # fmt: skip
    assert [bar.height for bar in found.bars if bar.cases] == [20, 40, 20]
    assert (found.dated, found.total) == (4, 5)


def test_one_year_is_no_line() -> None:
    assert spread(("", "2009"), ("", "2009")).bars == ()
