"""Records as documents: what a reader sees is what can be found."""

from __future__ import annotations

from pathlib import Path

from anliku.check.survey import survey
from anliku.checklist.asked.assembly import assemble_all
from anliku.search.documents import checklist_documents, indicator_documents
from anliku.search.model import Section
from anliku.search.plain import page_sections

from ..support import INDICATOR, write_library


def test_a_page_is_split_at_headings() -> None:
    html = (
        '<nav>导航</nav><article><h1>指南<a class="headerlink" href="#x">#</a></h1><p>开头 &amp; 说明</p>'
        '<script>no()</script><h2 id="how">怎么写<a class="headerlink">¶</a></h2><p>先写<em>标题</em>。</p></article><p>页脚</p>'
    )
    title, sections = page_sections(html)
    assert title == "指南"
    assert [(s.anchor, s.heading, s.text) for s in sections] == [
        ("", "", "开头 & 说明"),
        ("how", "怎么写", "先写标题。"),
    ]


def test_an_item_is_found_on_the_first_checklist_that_asks_it(tmp_path: Path) -> None:
    """As the checklists have it: inherited profiles, questions not asked of a type and items of one profile included."""
    item = INDICATOR.split("indicators:\n")[1]
    pool = [item.replace("has-agent", key) for key in ("a", "dropped", "of-organ", "screened")]
    pool[2] += "    organisations: [organ]\n"
    pool[3] += "    only_if: has-hall\n"
    files = {
        "content/indicators/carrier.yml": "dimension: carrier\nindicators:\n" + "".join(pool),
        "content/screening.yml": "questions:\n  - {id: has-hall, ask: 有吗？, organisations: [organ]}\n",
        # of the type above: what it leaves out is not asked of a village either
        "content/checklists/rural.yml": "organisation: rural\nexclude: [dropped]\nadd:\n"
        + item.replace("has-agent", "own")
        + "    dimension: team\n",
    }
    library = survey(write_library(tmp_path, files)).library
    found = {one.id: (one.url, one.facets) for one in indicator_documents(library.shared)}
    assert {key: url for key, (url, _) in found.items()} == {
        "a": "checklists/village.html#item-a",
        "dropped": "checklists/organ.html#item-dropped",
        "of-organ": "checklists/organ.html#item-of-organ",
        "screened": "checklists/organ.html#item-screened",
        "own": "checklists/village.html#item-own",
    }
    assert found["own"][1] == {"org": ("village", "rural"), "dim": ("team",), "sheet": ("village",)}
    assert found["a"][1]["sheet"] == ("village", "organ")


def test_every_checklist_is_found_by_the_title_that_its_page_has(tmp_path: Path) -> None:
    files = {
        "content/indicators/carrier.yml": INDICATOR,
        "content/screening.yml": "questions:\n  - {id: has-hall, ask: 有大厅吗？}\n",
        "content/checklists/village.yml": "organisation: village\ntitle: 村里自查表\n",
    }
    shared = survey(write_library(tmp_path, files)).library.shared
    found = {one.url: (one.title, one.sections) for one in checklist_documents(shared)}
    assert found["checklists/village.html"] == ("村里自查表", ()), "a question on which no item depends is not put"
    titles = {f"checklists/{key}.html": made.title for key, made in assemble_all(shared).items()}
    assert {url: title for url, (title, _) in found.items()} == titles


def test_lists_of_other_pages_are_no_text_of_a_page() -> None:
    html = (
        '<div id="content"><h1>村党组织</h1><p>自己的话</p><ol class="best"><li><a href="c.html">别的案例</a><p>理由</p></li></ol>'
        '<ul class="case-list"><li><ul><li>摘要</li></ul></li></ul><p>后面的话</p></div>'
    )
    assert page_sections(html) == ("村党组织", (Section("", "", "自己的话\n后面的话"),))


def test_letters_of_samples_and_ids_in_code_are_no_text_of_a_page() -> None:
    """Who types pinyin means a name, not the id of a record in a sample of a file or a command."""
    html = (
        '<article><h1>指南</h1><pre><code><span class="nt">title</span>: 联系2户\ncases: [lianxi, yuqing-eight-ones] # 余庆</code></pre>'
        "<p>写<code>anliku kit yuqing-eight-ones --hand-back</code>，也写<code>title</code>和<code>more-than</code>。</p></article>"
    )
    _, sections = page_sections(html, {"yuqing-eight-ones"})
    assert sections == (
        Section("", "", ": 联系2户\n: [\n,\n] # 余庆\n写anliku kit\n--hand-back，也写title和more-than。"),
    )
