"""Put a template of the self-assessment into a page of its own, as the site does, without the site."""

from __future__ import annotations

from pathlib import Path

from anliku.checklist.form.pages import PARTS, STYLES
from anliku.export.templates import templates

THEME = Path(__file__).parents[2] / "theme"
POLICY = "default-src 'none'; script-src 'self' file:; style-src 'self' file:; img-src 'self' file: data:"
PAGE = """<!doctype html>
<html lang="zh"><head><meta charset="utf-8"><title>自评表</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
{styles}</head><body><main>{body}</main>{scripts}</body></html>
"""


def render(template: str, context: dict) -> str:
    """Return the HTML of a template's page that stands one folder below the root."""
    body = templates().get_template(template).render(context, base="../")
    styles = "".join(f'<link rel="stylesheet" href="../{style}">' for style in STYLES)
    scripts = "".join(f'<script src="../{script}"></script>' for script in PARTS)
    return PAGE.format(policy=POLICY, styles=styles, body=body, scripts=scripts)


def write_page(root: Path, name: str, template: str, context: dict) -> str:
    """Write the page below `root`, with the theme's files beside it, and return its file:// address."""
    if not (root / "assets").exists():
        (root / "assets").symlink_to(THEME / "assets")
    path = root / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(render(template, context), encoding="utf-8")
    return path.as_uri()
