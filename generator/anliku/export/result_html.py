"""A filled-in self-assessment as one HTML page that needs nothing else: no script, no other file, no network."""

from __future__ import annotations

import base64
import hashlib

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from ..checklist.results.report import ResultReport
from ..paths import theme_dir
from .report_layout import report_data

TEMPLATE = "checklist/result.html.j2"
STYLE = "print/result.css"


def result_html(report: ResultReport) -> str:
    """Return the page: the report, which prints alone on wide pages, then the answers."""
    environment = Environment(
        loader=FileSystemLoader(theme_dir() / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (theme_dir() / STYLE).read_text(encoding="utf-8")
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'"
    return environment.get_template(TEMPLATE).render(style=style, policy=policy, **report_data(report))
