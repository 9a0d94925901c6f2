"""The words of a library's subject: stated in mkdocs.yml, else its own names, else words for any subject."""

from __future__ import annotations

import pytest

from anliku.check.survey import survey
from anliku.library import vocabulary_of
from anliku.library.models import Assessor, Level, Words
from anliku.site.facts.facets import facets_of

from ..support import MKDOCS, write_library

STATED = """\
  - anliku:
      vocabulary:
        organisation: 学校
        dimensions: 四道防线
        assessors:
          self: 学校自查
          superior: {name: 消防部门检查, hint: 由消防部门填}
        grades: [甲, 乙, 丙]
        signs: 校长
        levels: {village: 校区}
        example_query: 灭火器 检查
"""


def with_words(text):
    return {"mkdocs.yml": MKDOCS.replace("plugins: [anliku]\n", f"plugins:\n{text}")}


def read(tmp_path, files=None):
    surveyed = survey(write_library(tmp_path, files))
    return surveyed.library, [f for f in surveyed.findings if f.path == "mkdocs.yml"]


def test_what_is_stated_holds_and_the_rest_is_neutral(tmp_path):
    library, findings = read(tmp_path, with_words(STATED))
    words = library.shared.vocabulary
    assert not findings
    assert [words.of(a) for a in Assessor] == ["学校自查", "服务对象测评", "消防部门检查"]
    assert [words.hints[a] for a in Assessor] == ["本单位自己填", "请服务对象填，或填多人的平均分", "由消防部门填"]
    assert (words.of(Level.VILLAGE), words.of(Level.TOWNSHIP)) == ("校区", "乡镇级")
    assert words.signature == ("校长", "日期")
    assert [grade.name for grade in library.config.plugin.scheme.grades] == ["甲", "乙", "丙"]
    assert next(f.label for f in facets_of(library.shared) if f.key == "dim") == "四道防线"


def test_without_a_word_the_framework_names_its_dimensions_and_the_first_term_is_the_example(tmp_path):
    terms = "terms:\n  - {id: xunlou, name: 巡楼, definition: 夜里走一遍。}\n"
    words = read(tmp_path, {"content/terms.yml": terms})[0].shared.vocabulary
    assert (words.dimensions, words.framework) == ("六有目标", "六有目标")
    assert (words.example_query, words.long_query, words.short_query) == ("巡楼", "巡楼管理办法", "巡楼")
    assert words.signature == ("填表人", "负责人", "日期")


@pytest.mark.parametrize(
    ("wrong", "code", "part"),
    [
        ("levels: {village: 校区, unit: 校区}", "same-words", "相同的称呼"),
        ("assessors: {self: 自查, masses: 自查}", "same-words", "相同的称呼"),
        ("grades: [甲, 乙]", "bad-grades", "三个等级"),
        ("signs: [甲, 乙, 丙, 丁]", "too-many-signs", "最多写三个"),
        ('dimensions: "甲,乙"', "bad-word", "不能用的符号"),
        ("dimensions: 一二三四五六七八九十一二三", "too-long-value", "最多 12 个字"),
        ("dimension: 防线", "unknown-key", "没有“dimension”"),
        ("assessors: {boss: 领导}", "bad-choice", "superior（上级考评）"),
    ],
)
def test_a_word_that_cannot_be_used_is_named_with_its_line_and_the_rest_is_kept(tmp_path, wrong, code, part):
    text = f"  - anliku:\n      id: kept\n      vocabulary:\n        {wrong}\n"
    library, findings = read(tmp_path, with_words(text))
    assert [f.code for f in findings] == [code], findings
    assert part in findings[0].message + findings[0].remedy and findings[0].line == 8
    assert library.config.plugin.id == "kept"


@pytest.mark.parametrize(
    ("words", "said"),
    [({}, ()), ({"publisher": "甲校"}, ("编印：甲校",)), ({"contact": "电话 1"}, ("联系：电话 1",)), ({"publisher": "甲", "contact": "乙"}, ("编印：甲", "联系：乙"))],
)  # fmt: skip
def test_what_a_library_does_not_tell_leaves_no_empty_label(words, said):
    assert vocabulary_of(Words(**words)).imprint == said


def test_an_edited_vocabulary_reaches_what_was_kept(tmp_path):
    root, cache = write_library(tmp_path / "lib"), tmp_path / "cache"
    cache.mkdir()
    survey(root, cache)
    write_library(root, with_words(STATED))
    assert survey(root, cache).library.shared.vocabulary.organisation == "学校"


def test_a_choice_is_offered_and_understood_by_its_name_in_this_library(tmp_path):
    case = (
        (write_library(tmp_path, with_words(STATED)) / "cases/first-case.yml")
        .read_text()
        .replace("level: village", "level: 校区")
    )
    surveyed = survey(write_library(tmp_path, {**with_words(STATED), "cases/first-case.yml": case}))
    finding = next(f for f in surveyed.findings if f.code == "bad-choice")
    assert "是不是 village" in finding.remedy and "village（校区）" in finding.remedy


def test_sheets_from_before_vocabularies_are_read(tmp_path):
    words = read(tmp_path, with_words(STATED))[0].shared.vocabulary
    assert words.assessor_called("组织考评") is words.assessor_called("消防部门检查") is Assessor.SUPERIOR
    assert words.assessor_called("群众测评") is words.assessor_called("服务对象测评") is Assessor.MASSES
    assert words.assessor_called("校长") is None
