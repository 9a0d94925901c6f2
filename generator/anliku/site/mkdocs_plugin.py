"""The only module that knows MkDocs: it renders the ordinary pages and one frame per section.

`mkdocs build` and `mkdocs serve` work through the plugin, which then lets the generator fill the frames;
`anliku build` calls `render_frames` and fills them itself.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from jinja2 import Environment
from markupsafe import Markup, escape
from mkdocs.commands.build import build as mkdocs_build
from mkdocs.config import load_config
from mkdocs.config.base import Config
from mkdocs.config.config_options import Type
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import MkDocsException, PluginError
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from ..paths import theme_dir
from .cleaning import clean_page
from .csp import with_policy
from .frame_error import FrameError
from .frames import intro_mark, slot
from .sections import COMPARISON, HOME, SECTION_TITLES

_PALETTE = {"scheme": "default", "primary": "red", "accent": "red"}


class PluginConfig(Config):  # type: ignore[no-untyped-call]  # MkDocs is typed in part
    """Settings of the plugin in mkdocs.yml."""

    frames_only = Type(bool, default=False)
    id = Type(str, default="")
    assessment = Type(dict, default={})  # read by checklist/scheme.py, as the next one
    pdf = Type(dict, default={})


class AnlikuPlugin(BasePlugin[PluginConfig]):  # type: ignore[no-untyped-call]
    """Adds the frames to a MkDocs site and fills them when MkDocs is done."""

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        """Set what must hold for file:// whatever mkdocs.yml says: .html addresses, no outside request, our theme."""
        config.use_directory_urls = False
        config.site_url = ""
        config.theme.dirs.insert(_before_material(config), str(theme_dir() / "overrides"))
        config.theme["font"] = False
        config.theme.static_templates.discard("404.html")
        if not config.theme.get("palette"):
            config.theme["palette"] = _PALETTE
        config.extra["generator"] = False
        config.plugins.pop("material/search", None)
        return config

    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        """Add a source for each section's frame, and a home page where the library has none."""
        for source, title in {HOME: "首页", **SECTION_TITLES}.items():
            if files.get_file_from_path(source) is None:
                files.append(File.generated(config, source, content=f"---\ntitle: {title}\n---\n"))
        return files

    def on_env(self, env: Environment, *, config: MkDocsConfig, files: Files) -> Environment:
        """Give the templates a way to show titles: MkDocs escapes nothing."""
        env.filters["label"] = _label
        return env

    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Mark the pages that the generator fills."""
        _drop_foreign_template(page, config)
        if page.file.src_uri == HOME or page.file.src_uri in SECTION_TITLES:
            page.meta["anliku_frame"] = True
            page.meta["description"] = slot("description")
        return markdown

    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        """Clean what the editor wrote; keep that of a filled page for the generator to put into its place."""
        html = clean_page(html, page.file.dest_uri.count("/"))
        if page.meta.get("anliku_frame"):
            page.meta["anliku_intro"] = html
            page.toc.items.clear()
            page.previous_page = page.next_page = None
        return html

    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        """Put the editor's introduction and the policy for scripts into the page."""
        output = _EMPTY.sub("", output)
        intro = intro_mark(page.meta.get("anliku_intro", ""))
        return with_policy(output.replace(slot("body"), intro + slot("body")), page.file.src_uri == COMPARISON)

    def on_post_build(self, *, config: MkDocsConfig) -> None:
        """Under `mkdocs build` and `mkdocs serve`: fill the frames in MkDocs' own output folder."""
        if not self.config.frames_only:
            from .build import StoppedByFindings, fill_in_place

            try:
                fill_in_place(Path(config.config_file_path).parent, Path(config.site_dir))
            except StoppedByFindings as stop:
                raise PluginError(f"案例库有 {len(stop.survey.errors)} 处错误，运行 anliku check 查看") from stop


# What Material's own script would fill. Nothing an editor writes can match: clean pages have no such attributes.
_EMPTY = re.compile(
    r'<div data-md-component="(?:skip|announce)">\s*</div>|<input[^>]*data-md-toggle="search"[^>]*>'
    r'|<div class="md-dialog" data-md-component="dialog">\s*<div[^>]*></div>\s*</div>'
)


def _before_material(config: MkDocsConfig) -> int:
    """Return the place of our templates: behind the library's own overrides, before Material's."""
    return 1 if config.theme.custom_dir else 0


def _drop_foreign_template(page: Page, config: MkDocsConfig) -> None:
    """Let a page choose a template only among the library's own: one of Material's redirects, and has no policy."""
    own = Path(config.theme.custom_dir or "") / str(page.meta.get("template", ""))
    if not (config.theme.custom_dir and own.is_file()):
        page.meta.pop("template", None)


def _label(text: object) -> str:
    """Return a title as HTML, whether it comes escaped (from a heading) or not; the marks of a frame become text."""
    plain = escape(Markup(text).striptags())  # noqa: S704 - taken apart, not shown
    return str(plain).replace("@@anliku:", "&#64;@anliku:")


def render_frames(root: Path, out: Path) -> None:
    """Render the ordinary pages, the frames and the theme's files of the library at `root` into `out`.

    Raises FrameError with a Chinese message when mkdocs.yml or a page cannot be used.
    """
    watch = _LogWatch()
    logging.getLogger("mkdocs").addHandler(watch)
    try:
        config = load_config(str(root / "mkdocs.yml"), site_dir=str(out))
        plugin: Any = config.plugins.get("anliku")
        if plugin is None:
            raise FrameError("mkdocs.yml 的 plugins 里没有 anliku。怎么改：加上\nplugins:\n  - anliku")
        plugin.config["frames_only"] = True
        _quiet(lambda: mkdocs_build(config))
    except MkDocsException as error:
        raise FrameError(f"mkdocs.yml 或普通页面有问题：{watch.last or error}") from error
    except SystemExit as error:
        raise FrameError(f"mkdocs.yml 或普通页面有问题：{watch.last}") from error
    finally:
        logging.getLogger("mkdocs").removeHandler(watch)


class _LogWatch(logging.Handler):
    """Remembers the last error that MkDocs logged, for the message to the editor."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.last = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.last = record.getMessage()


def _quiet(action: Callable[[], None]) -> None:
    """Run MkDocs without its progress lines, which mean nothing to an editor."""
    logger = logging.getLogger("mkdocs")
    before = logger.propagate
    logger.propagate = False
    try:
        action()
    finally:
        logger.propagate = before
