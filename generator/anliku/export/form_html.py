"""The form of a self-assessment as one HTML page that works without the site around it."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..checklist import Settings
from ..checklist.form.pages import FORM_TEMPLATE, PARTS, STYLES, checklist_context
from ..library import Shared
from ..paths import theme_dir
from ..scripts import shipped

_LINK = re.compile(r'<a href="(?!#)[^"]*"[^>]*>(.*?)</a>', re.S)
_FILES = re.compile(r'<p class="(?:ck-files|breadcrumb)">.*?</p>', re.S)
_STYLE = "body{font:16px/1.6 sans-serif;margin:0 auto;max-width:60rem;padding:1rem}"


def form_html(
    shared: Shared, organisation: str, settings: Settings | None = None, cases: Mapping[str, str] | None = None
) -> str:
    """Return the page; what links to the rest of the site is text here."""
    environment = Environment(
        loader=FileSystemLoader(theme_dir() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    context = checklist_context(shared, organisation, settings, cases)
    body = environment.get_template(FORM_TEMPLATE).render(context, base="")
    style = _STYLE + "".join(_asset(name) for name in STYLES)
    scripts = [shipped(_asset(name)) for name in PARTS]
    return environment.get_template("checklist/alone.html.j2").render(
        title=context["checklist"].title,
        policy=f"default-src 'none'; style-src {_hashes([style])}; script-src {_hashes(scripts)}",
        style=style,
        scripts=scripts,
        body=_LINK.sub(r"\1", _FILES.sub("", body)),
    )


def _asset(name: str) -> str:
    return (theme_dir() / name).read_text(encoding="utf-8")


def _hashes(sources: Iterable[str]) -> str:
    digests = (base64.b64encode(hashlib.sha256(source.encode()).digest()).decode() for source in sources)
    return " ".join(f"'sha256-{digest}'" for digest in digests)
