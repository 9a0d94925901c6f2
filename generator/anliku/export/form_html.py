"""The form of a self-assessment as one HTML page that works without the site around it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..checklist import Settings
from ..checklist.form.pages import FORM_TEMPLATE, PARTS, STYLES, checklist_context
from ..library import Shared
from ..paths import theme_text
from ..scripts import admitted, shipped
from .templates import templates

_LINK = re.compile(r'<a href="(?!#)[^"]*"[^>]*>(.*?)</a>', re.S)
_FILES = re.compile(r'<p class="(?:ck-files|breadcrumb)">.*?</p>', re.S)
_STYLE = "body{accent-color:#333;font:16px/1.6 sans-serif;margin:0 auto;max-width:60rem;padding:1rem}.room>summary{display:none}"


def form_html(
    shared: Shared, organisation: str, settings: Settings | None = None, cases: Mapping[str, str] | None = None
) -> str:
    """Return the page; what links to the rest of the site is text here."""
    environment = templates()
    context = checklist_context(shared, organisation, settings, cases)
    body = environment.get_template(FORM_TEMPLATE).render(context, base="")
    style = _STYLE + "".join(theme_text(name) for name in STYLES)
    scripts = [shipped(theme_text(name)) for name in PARTS]
    return environment.get_template("checklist/alone.html.j2").render(
        title=context["checklist"].title,
        policy=f"default-src 'none'; style-src {admitted(style)}; script-src {' '.join(map(admitted, scripts))}",
        style=style,
        scripts=scripts,
        body=_LINK.sub(r"\1", _FILES.sub("", body)),
    )
