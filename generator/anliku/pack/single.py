"""One page of the site as one file, for passing on by itself: styles and pictures inside, links that lead out removed."""

from __future__ import annotations

import base64
import mimetypes
import posixpath
import re
from collections.abc import Callable
from html import escape, unescape
from urllib.parse import unquote, urlsplit

from ..paths import attachment_note, notices
from ..scripts import admitted

Read = Callable[[str], bytes]

_PART = {
    name: re.compile(pattern, re.S)
    for name, pattern in {
        "title": r"<title>(.*?)</title>",
        "description": r'<meta name="description" content="([^"]*)"',
        "body": r'(<body\b[^>]*>(?:\s*<aside class="edition".*?</aside>)?)',
        "toc": r'(<nav class="toc".*?</nav>)',
        "article": r"(<article\b.*</article>)",
    }.items()
}
_STYLE = re.compile(r'<link rel="stylesheet" href="([^"]+)"(?: media="([^"]+)")?>')
_SCRIPT = re.compile(r'<script src="([^"]+)"[^>]*></script>')
_RAW = re.compile(r"(<script\b.*?</script>|<style\b.*?</style>)", re.S)
_LINK = re.compile(r'(<a\b[^>]*?) href="([^"]*)"([^>]*>.*?)(?=</a>)', re.S)
_PICTURE = re.compile(r'(<img\b[^>]*?) src="([^"]*)"')
_NEIGHBOURS = re.compile(r'<nav class="neighbours".*?</nav>', re.S)
_NOTHING = "data:,"
_MADE = ("checklists/", "cards/", "search/")  # files that the site makes: they can be had again
_OUTSIDE = ("http", "https", "mailto")
# What belongs to the frame: search and the way through the site mean nothing in a single file.
_OF_THE_FRAME = ("frame.js", "page.js", "search.js", "palette.js", "settings.js", "lecturer.js")


def single_file(path: str, html: str, read: Read, source: str) -> str:
    """Return the page at `path` as a file that needs no other.

    read: gives the bytes of a file of the site; raises OSError when there is none. source: where the page comes from,
    for the line below it.
    """
    parts = {name: found.group(1) if (found := _PART[name].search(html)) else "" for name in _PART}
    scripts = _scripts(path, html, read)
    inner = _NEIGHBOURS.sub("", parts["toc"] + '<div class="md-content" id="main">' + parts["article"] + "</div>")
    return f"""<!doctype html>
<html lang="zh">
<!--
{_notice()}-->
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{_policy(scripts)}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="description" content="{parts["description"]}">
<title>{parts["title"]}</title>
{_styles(path, html, read)}</head>
{parts["body"]}
<div class="md-container"><main class="md-main"><div class="md-main__inner md-grid">
{_detached(inner, path, read)}
</div></main>
<footer class="md-footer"><div class="md-grid"><p>{escape(source)}</p></div></footer></div>
{"".join(f"<script>{text}</script>{chr(10)}" for text in scripts)}</body>
</html>
"""


def _notice() -> str:
    """Return the licences of the styles that are taken in, as a comment may hold them."""
    return notices()["NOTICE"].replace("--", "- -")


def _styles(path: str, html: str, read: Read) -> str:
    styles = []
    for href, media in _STYLE.findall(html):
        text = read(_target(path, href)).decode("utf-8").replace("</", "<\\/")
        styles.append(f'<style media="{media}">{text}</style>\n' if media else f"<style>{text}</style>\n")
    return "".join(styles)


def _scripts(path: str, html: str, read: Read) -> list[str]:
    wanted = (src for src in _SCRIPT.findall(html) if posixpath.basename(src) not in _OF_THE_FRAME)
    return [read(_target(path, src)).decode("utf-8").replace("</script", "<\\/script") for src in wanted]


def _policy(scripts: list[str]) -> str:
    allowed = " ".join(map(admitted, scripts)) or "'none'"
    return (
        f"default-src 'none'; script-src {allowed}; style-src 'unsafe-inline'; img-src data:; font-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _detached(html: str, path: str, read: Read) -> str:
    """Keep links within the page and to the outside, take in the pictures, and turn every other link into text.

    Where the library attaches a file, the page says that it is not included.
    """

    def link(found: re.Match[str]) -> str:
        start, href, rest = found.groups()
        stays = href.startswith("#") or urlsplit(unescape(href)).scheme in _OUTSIDE
        made = _target(path, unescape(href)).startswith(_MADE)
        return found.group() if stays else start + rest + ("" if made else escape(attachment_note(unescape(href))))

    def picture(found: re.Match[str]) -> str:
        start, src = found.groups()
        return f'{start} src="{_data_address(_target(path, unescape(src)), read)}"'

    pieces = _RAW.split(html)
    return "".join(
        piece if index % 2 else _PICTURE.sub(picture, _LINK.sub(link, piece)) for index, piece in enumerate(pieces)
    )


def _data_address(target: str, read: Read) -> str:
    """Return a file as an address that holds it; an empty picture when there is no such file."""
    if target.startswith("data:"):
        return target
    if target.startswith(("/", "..")):  # outside the site there is nothing to pass on
        return _NOTHING
    try:
        data = read(target)
    except OSError:
        return _NOTHING
    kind = mimetypes.guess_type(target)[0] or "application/octet-stream"
    return f"data:{kind};base64,{base64.b64encode(data).decode()}"


def _target(path: str, href: str) -> str:
    """Return the path in the site that a relative address on the page at `path` means."""
    if href.startswith("data:"):
        return href
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(urlsplit(href).path)))
