"""The module that knows MkDocs: it renders the ordinary pages and one frame per section.

`anliku build` calls `render_frames` and fills the frames itself; the plugin's entry, `mkdocs_plugin.py`, adds the filling
for `mkdocs build` and `mkdocs serve`.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markdown.extensions.toc import slugify_unicode
from markupsafe import escape
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config.base import LegacyConfig
from mkdocs.config.config_options import Optional, Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page

from ...check.findings import Finding, error
from ...library import MKDOCS_YML, Config, Origin, read_config, vocabulary_of
from ...library.config import PLUGIN
from ...library.dialect import HTML, is_tag
from ...library.models import PluginSettings
from ...library.page_dialect import PageDialect
from ...library.pages import head_of
from ...library.sections import FRAMING, HOME, SECTION_TITLES
from ...paths import theme_dir
from ..texts.cleaning import clean_page
from .csp import with_policy
from .error import FrameError
from .frame import intro_mark, slot
from .theme_templates import KeptTemplates, list_no_hidden_folders

_PALETTE = {"scheme": "default", "primary": "red", "accent": "red"}


class FramesPlugin(BasePlugin[LegacyConfig]):  # type: ignore[no-untyped-call]
    """Adds the frames to a MkDocs site. What its settings may be, `PluginSettings` says."""

    config_scheme = tuple((name, Optional(Type(object))) for name in PluginSettings.model_fields)
    frames_only = False

    def __init__(self) -> None:
        super().__init__()
        self._watch = _PageWatch("")
        self._nav = Navigation([], [])
        self._templates: KeptTemplates | None = None

    def begin_frames(self, watch: _PageWatch, templates: KeptTemplates | None) -> None:
        """Make nothing but frames in this run, from templates that may be compiled already; tell `watch` which page MkDocs is at."""
        self.frames_only = True
        self._watch = watch
        self._templates = templates

    def on_pre_page(self, page: Page, *, config: MkDocsConfig, files: Files) -> Page:
        """Note which page MkDocs is at."""
        self._watch.source = page.file.src_uri
        return page

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set what must hold for file:// whatever mkdocs.yml says: .html addresses, no outside request, our theme."""
        own = read_config(Path(config.config_file_path).parent)[0].plugin  # its texts as they were written
        self.config.update(own.model_dump(include={"id", "logo"}))
        self.config["imprint"] = "　".join(vocabulary_of(own.vocabulary).imprint)
        config.use_directory_urls = False
        config.site_url = ""
        config.theme.dirs.insert(_before_material(config), str(theme_dir() / "overrides"))
        config.theme["font"] = False
        config.theme.static_templates.discard("404.html")
        list_no_hidden_folders(config.theme)
        if not config.theme.get("palette"):
            config.theme["palette"] = _PALETTE
        config.extra["generator"] = False
        config.plugins.pop("material/search", None)
        config.mdx_configs.setdefault("toc", {}).setdefault("slugify", slugify_unicode)  # else Chinese gives _1, _2, …
        extensions: list[Any] = config.markdown_extensions  # handed on to Python-Markdown, which takes objects as well
        extensions.append(PageDialect())
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add a source for each section's frame, and a home page where the library has none."""
        for source, title in {HOME: "首页", **SECTION_TITLES}.items():
            if files.get_file_from_path(source) is None:
                files.append(File.generated(config, source, content=f"---\ntitle: {title}\n---\n"))
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        """Note the navigation; its titles are known when all pages have been read."""
        self._nav = nav
        return nav

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the templates a way to show titles, since MkDocs escapes nothing, and the menu of phones its second level."""
        files.append(File.generated(config, "assets/anliku/way.js", content=_way_script(self._nav)))
        env.filters["label"] = _label
        env.filters["words"] = _words
        if self._templates:
            self._templates.serve(env)
        return env

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Mark the pages that the generator fills."""
        self._watch.source = page.file.src_uri
        head = head_of(page.file.content_string)
        page.meta.update({**head, "title": head["title"].replace("&", "&amp;")} if head.get("title") else head)
        _drop_foreign_template(page, config)
        if page.file.src_uri == HOME or page.file.src_uri in SECTION_TITLES:
            page.meta["anliku_frame"] = True
            page.meta["description"] = slot("description")
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Clean what the editor wrote. On a page that the generator fills, keep it aside until the page is put together."""
        html = clean_page(html, page.file.dest_uri.count("/"))
        if page.meta.get("anliku_frame"):
            page.meta["anliku_intro"] = html
            page.toc.items.clear()
            page.previous_page = page.next_page = None
        return html

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put the editor's introduction and the policy for scripts into the page."""
        self._watch.source = ""
        output = _EMPTY.sub("", output)
        intro = intro_mark(page.meta.get("anliku_intro", ""))
        return with_policy(output.replace(slot("body"), intro + slot("body")), page.file.src_uri in FRAMING)


def _way_script(nav: Navigation) -> str:
    """Return the pages below each entry of the navigation, for the menu of phones (frame.js), so that pages need not hold them."""
    below = [[[_plain(one.title), _address(one)] for one in item.children or ()] for item in nav.items]
    return f"var anliku=window.anliku||{{}};anliku.way={json.dumps(below, separators=(',', ':'))};\n"


def _address(item: StructureItem) -> str:
    """Return where an entry of the navigation leads, from the root of the site; nav.html has the same."""
    if isinstance(item, Section):
        return _address(item.children[0]) if item.children else ""
    url = str(getattr(item, "url", "") or "")
    return "" if _FOREIGN.match(url) else url


_FOREIGN = re.compile(r"(?!https?:|mailto:)[a-z][a-z0-9+.-]*:", re.I)


# What Material's own script would fill, and what only its palette asks for. Nothing an editor writes can match: clean pages have no such attributes.
_EMPTY = re.compile(
    r'<div data-md-component="(?:skip|announce)">\s*</div>|<input[^>]*data-md-toggle="search"[^>]*>'
    r'|<div class="md-dialog" data-md-component="dialog">\s*<div[^>]*></div>\s*</div>'
    r'| data-md-(?:component="(?:container|main)"|color-(?:primary|accent)="[^"]*")'
)


def _before_material(config: MkDocsConfig) -> int:
    """Return the place of our templates: behind the library's own overrides, before Material's."""
    return 1 if config.theme.custom_dir else 0


def _drop_foreign_template(page: Page, config: MkDocsConfig) -> None:
    """Let a page choose a template only among the library's own: one of Material's redirects, and has no policy."""
    own = Path(config.theme.custom_dir or "") / str(page.meta.get("template", ""))
    if not (config.theme.custom_dir and own.is_file()):
        page.meta.pop("template", None)


def _label(title: object) -> str:
    """Return a title as HTML, whether it comes escaped (from a heading) or not; tags of HTML in it are left out."""
    return _words(_plain(title))


def _plain(title: object) -> str:
    """Return a title as text."""
    text = str(title)
    whole = text.lower()
    return unescape(_TAG.sub(lambda tag: "" if is_tag(tag[1], tag[2], whole) else tag[0], text))


_TAG = re.compile(HTML)


def _words(text: object) -> str:
    """Return a plain text as HTML; what looks like a mark of a frame is escaped."""
    return str(escape(str(text))).replace("@@anliku:", "&#64;@anliku:")


def render_frames(root: Path, out: Path, config: Config, templates: KeptTemplates | None = None) -> None:
    """Render the ordinary pages, the frames and the theme's files of the library at `root` into `out`.

    config: what our own reader made of mkdocs.yml; it knows the place of a setting that MkDocs refuses. templates: those that
    need not be compiled again.
    Raises FrameError when mkdocs.yml or a page cannot be used.
    """
    watch = _PageWatch(config.docs_dir)
    try:
        _quiet(lambda: mkdocs_build(_loaded(root, out, config, watch, templates)))
        if templates:
            templates.keep()
    except FrameError:
        raise
    except (Exception, SystemExit) as failure:  # plugins and templates of others may raise anything
        raise FrameError(watch.finding()) from failure


def _loaded(root: Path, out: Path, config: Config, watch: _PageWatch, templates: KeptTemplates | None) -> MkDocsConfig:
    """Return the settings as MkDocs reads them. Those without effect here are overwritten, lest a wrong one stop MkDocs."""
    path = root / MKDOCS_YML
    loaded = MkDocsConfig(config_file_path=str(path))
    with path.open("rb") as stream:
        loaded.load_file(stream)
    written = {key: config.data[key] for key in _AS_WRITTEN if config.data.get(key) is not None}
    loaded.load_dict({**written, **_IDLE, "site_dir": str(out)})
    failed, _ = loaded.validate()
    if failed:
        raise FrameError(*(_refused(root, config, key) for key, _ in failed))
    plugin = loaded.plugins.get(PLUGIN)
    if not isinstance(plugin, FramesPlugin):
        raise FrameError(_refused(root, config, "plugins"))
    plugin.begin_frames(watch, templates)
    return loaded


# Texts that YAML may take for something else, as the library's own reader took them: `site_name: 3.10`.
_AS_WRITTEN = ("site_name", "site_description", "site_author", "copyright", "nav")
# Settings that have no effect here, as `check` says; one that is wrong must not stop a build.
_IDLE: dict[str, object] = {
    **dict.fromkeys(("site_url", "dev_addr", "remote_branch", "remote_name", "edit_uri", "edit_uri_template")),
    "use_directory_urls": False,
    "strict": False,
    "validation": {},
}


def _refused(root: Path, config: Config, key: str) -> Finding:
    origin = Origin(config.file_of((key,)))
    message = f"“{key}”这项设置 MkDocs 用不了。"
    return error("bad-setting", origin, (key,), message, "对照 MkDocs 的说明改正；不需要就删去这一项。").located(root)


class _PageWatch:
    """Knows which page MkDocs is at, so that what it fails at can be named."""

    def __init__(self, docs_dir: str) -> None:
        self._docs_dir = docs_dir
        self.source = ""

    def finding(self) -> Finding:
        """Return what to say when MkDocs has failed."""
        if not self.source:
            origin, what = Origin(MKDOCS_YML), "按 mkdocs.yml 生成普通页面时，MkDocs 或它的插件、扩展出了错。"
            return error("frames-failed", origin, (), what, "去掉最近加的设置、插件或扩展再试。").placed(None)
        origin = Origin(f"{self._docs_dir}/{self.source}")
        message = "生成这个页面时，MkDocs 或它的插件、扩展出了错。"
        return error("frames-failed", origin, (), message, "去掉最近写的内容再试；也看看 mkdocs.yml 里的扩展。").placed(
            None
        )


def _quiet(action: Callable[[], None]) -> None:
    """Run MkDocs without its progress lines, which mean nothing to an editor."""
    logger = logging.getLogger("mkdocs")
    before, nothing = logger.propagate, logging.NullHandler()  # without any handler, Python prints to standard error
    logger.propagate = False
    logger.addHandler(nothing)
    try:
        action()
    finally:
        logger.propagate = before
        logger.removeHandler(nothing)
