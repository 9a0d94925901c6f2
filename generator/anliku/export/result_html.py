"""A filled-in self-assessment as one HTML page that needs nothing else: no script, no other file, no network."""

from __future__ import annotations

from ..checklist.results.report import ResultReport
from ..paths import theme_text
from ..scripts import admitted
from .report_layout import report_data
from .templates import templates

TEMPLATE = "checklist/result.html.j2"
STYLE = "print/result.css"


def result_html(report: ResultReport) -> str:
    """Return the page: the report, which prints alone on wide pages, then the answers."""
    environment = templates()
    style = theme_text(STYLE)
    policy = f"default-src 'none'; style-src {admitted(style)}"
    return environment.get_template(TEMPLATE).render(style=style, policy=policy, **report_data(report))
