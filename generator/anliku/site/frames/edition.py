"""The lecturers' edition of a site: every page bears a strip that no learner's page has, and a switch for the answers."""

from __future__ import annotations

import re

SCRIPT = "assets/anliku/lecturer.js"
_BODY = re.compile(r"<body\b[^>]*>")
_FRAME_SCRIPT = re.compile(r'<script src="([^"]*)assets/anliku/frame\.js"></script>')
_STRIP = '\n<aside class="edition" aria-label="版本"><p>讲师版　有答案和“后来怎样”，不要发给学员</p></aside>'


def for_lecturers(html: str) -> str:
    """Return a page, or a piece of a frame, as the lecturers' edition has it.

    The script runs in the header, before anything is painted: an answer must not flash up on the wall of a classroom.
    """
    html = _BODY.sub(lambda body: f'{body.group()[:-1]} data-edition="lecturer">{_STRIP}', html, count=1)
    html = html.replace("</title>", " · 讲师版</title>", 1)
    return _FRAME_SCRIPT.sub(lambda tag: f'{tag.group()}<script src="{tag.group(1)}{SCRIPT}"></script>', html, count=1)
