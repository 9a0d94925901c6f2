"""Turn views into whole pages. One renderer per process; it holds the parsed templates and frames."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..library.models import Level, Status
from ..paths import theme_dir
from .frames import Frame
from .markdown import MarkdownRenderer
from .pages import Page
from .site import Site
from .terms import TermMarker
from .views import View

_HEADING = re.compile(r'<h([23])[^>]*\bid="([^"]+)"[^>]*>(.*?)</h\1>', re.S)
_TAG = re.compile(r"<[^>]+>")
_TOC_FROM = 3


class Renderer:
    """Renders pages of one site."""

    def __init__(self, site: Site, frames: Mapping[str, Frame]) -> None:
        self._site = site
        self._frames = frames
        self._markdown = MarkdownRenderer()
        self._environment = Environment(
            loader=FileSystemLoader(theme_dir() / "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(md=self._markdown, mdi=self._markdown.inline, chips=_chips)
        self._environment.globals.update(
            site=site, shared=site.shared, levels={x.value: x.label for x in Level}, Status=Status
        )

    def render(self, page: Page) -> str:
        """Return the HTML of a page."""
        view: View = page.view(self._site, *page.args)
        base = "../" * page.path.count("/")
        template = self._environment.get_template(view.template)
        marker = TermMarker(self._site.shared.terms, view.terms, f"{base}terms/index.html")
        body = template.render(view.context, view=view, base=base, explain=marker)
        return self._frames[page.frame].fill(
            {
                "title": escape(view.title),
                "description": escape(view.description, quote=True),
                "body": body,
                "toc": _toc(body),
                "scripts": "".join(f'<script src="{base}{script}"></script>\n' for script in view.scripts),
            }
        )


def _chips(keys: tuple[str, ...], names: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return (id, name) of those keys that have a name."""
    return [(key, names[key]) for key in keys if key in names]


def _toc(body: str) -> str:
    """Return the table of contents of a body's h2 and h3 that have an id; nothing for a short page."""
    entries = [(int(level), key, _TAG.sub("", text).strip()) for level, key, text in _HEADING.findall(body)]
    if len(entries) < _TOC_FROM:
        return ""
    items: list[str] = []
    for level, key, text in entries:
        link = f'<li class="md-nav__item anliku-toc-{level}"><a href="#{key}" class="md-nav__link">{text}</a></li>'
        items.append(link)
    label = '<label class="md-nav__title" for="__toc"><span class="md-nav__icon md-icon"></span>本页目录</label>'
    return f'{label}<ul class="md-nav__list" data-md-component="toc" data-md-scrollfix>{"".join(items)}</ul>'
