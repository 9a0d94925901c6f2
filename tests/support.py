"""A minimal valid library for tests, and ways to say how a test's library differs from it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from anliku.check.findings import Finding
from anliku.check.survey import survey

ORGANISATIONS = """\
organisations:
  - {id: rural, name: 农村, group: true}
  - {id: village, name: 村党组织, parent: rural}
  - {id: organ, name: 机关党支部}
"""
FRAMEWORKS = """\
frameworks:
  - id: six
    name: 六有目标
    use: dimensions
    summary: 六个方面。
    items:
      - {id: team, name: 骨干队伍}
      - {id: carrier, name: 服务载体}
  - id: five
    name: 五个服务
    use: services
    summary: 五种服务。
    items:
      - {id: masses, name: 服务群众}
      - {id: livelihood, name: 服务民生}
"""
SOURCES = """\
sources:
  - {id: survey, title: 调研报告}
"""
POLICY = """\
title: 意见
issuer: 某市委
source: survey
excerpts:
  - {id: agents, clause: 代办, digest: 村里设代办点。, locator: 村里设代办点}
  - {id: visits, clause: 走访, digest: 干部定期走访。, locator: 干部定期走访}
"""
CASE = """\
title: 村里有了代办员
summary: 一个村请干部替群众跑手续。
status: published
level: village
region: {province: 贵州省}
period: {from: "2009", precision: year}
organisations: [village]
dimensions: [carrier]
services: [masses]
topics: [全程代办]
problem: 办事要跑很远。
practice:
  - heading: 设代办点
    text: 村里设了代办点。
results: 群众少跑了路。
insights: [先问群众要什么]
conditions: 要有固定的人。
limits: 没有算误工。
questions: [谁来代办？]
teaching:
  minutes: 30
  plan:
    - {minutes: 10, do: 讲背景}
    - {minutes: 20, do: 讨论}
policies: [opinion/agents]
sources:
  - {source: survey, locator: 村里设代办点}
reviewed: {by: 内容编辑, on: 2026-11-22}
"""
INDICATOR = """\
dimension: carrier
indicators:
  - id: has-agent
    statement: 村里有代办员。
    ask: 村里有代办员吗？
    answer: {type: yes_no}
    verify: 看公示栏。
    evidence: [公示照片]
    remedy: 选一个。
"""
LESSON = """\
title: 怎样代办
summary: 学会设代办点。
minutes: 30
objectives: [会设代办点]
cases: [first-case]
plan:
  - {minutes: 30, do: 讨论}
"""
CARD = """\
title: 入户走访前
when: 出门前
by: 走访干部
items: [带上笔和本]
learn_from: [first-case]
sources:
  - {source: survey, locator: 干部定期走访}
"""

MKDOCS = """\
site_name: 小库
docs_dir: content/pages
theme: {name: material, language: zh}
plugins: [anliku]
"""

BASE: dict[str, str | bytes | None] = {
    "mkdocs.yml": MKDOCS,
    "content/pages/index.md": "这是一个**小库**。\n",
    "content/organisations.yml": ORGANISATIONS,
    "content/frameworks.yml": FRAMEWORKS,
    "content/sources.yml": SOURCES,
    "content/policies/opinion.yml": POLICY,
    "cases/first-case.yml": CASE,
}


def write_library(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> Path:
    """Write the minimal library, changed by `files`: path → text, bytes, or None to leave a file out."""
    for path, content in {**BASE, **(files or {})}.items():
        if content is not None:
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def changed(text: str, *fields: str) -> str:
    """Return a YAML text in which each top-level field given replaces the one of its name, or is added at the end."""
    for field in fields:
        key = field.partition(":")[0]
        block = re.compile(rf"^{key}:.*\n(?:[ -].*\n)*", re.M)
        new = field.rstrip("\n") + "\n"
        text = block.sub(lambda _, new=new: new, text, count=1) if block.search(text) else text + new
    return text


def without(text: str, *keys: str) -> str:
    """Return a YAML text without these top-level fields."""
    for key in keys:
        text = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", text, count=1, flags=re.M)
    return text


def case(*fields: str) -> str:
    """Return the minimal case with these fields changed."""
    return changed(CASE, *fields)


def findings(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> list[Finding]:
    """Write the library and return what is found; a rule that fails is the test's failure, too.

    Cases of tests are copies of one another, so near duplicates are left out.
    """
    found = survey(write_library(folder, files)).findings
    assert not [f.message for f in found if f.code == "internal-error"]
    return [finding for finding in found if finding.code != "near-duplicate"]


def told(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> list[str]:
    """Return the findings as `path:line:column severity code message | remedy`."""
    return [shown(finding) for finding in findings(folder, files)]


def codes(folder: Path, files: Mapping[str, str | bytes | None] | None = None) -> list[str]:
    """Return the codes of the findings."""
    return [finding.code for finding in findings(folder, files)]


def codes_of_case(folder: Path, *fields: str) -> list[str]:
    """Return the codes of what is found when these fields of the one case are changed."""
    return codes(folder, {"cases/first-case.yml": case(*fields)})


def told_of_case(folder: Path, *fields: str) -> list[str]:
    """Return what is said when these fields of the one case are changed."""
    return told(folder, {"cases/first-case.yml": case(*fields)})


def shown(finding: Finding) -> str:
    """Return a finding on one line."""
    f = finding
    return f"{f.path}:{f.line}:{f.column} {f.severity.value} {f.code} {f.message} | {f.remedy}"
