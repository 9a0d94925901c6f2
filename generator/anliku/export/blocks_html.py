"""A paper of blocks as one HTML file: to read, and to print as one job with each page headed by its case."""

from __future__ import annotations

import base64
from collections.abc import Iterable
from html import escape
from typing import Any

from ..paths import notices, theme_text
from ..scripts import admitted
from .blocks import Block, Paper
from .pictures import Picture

_KNOWN = {
    "p", "ul", "ol", "li", "strong", "em", "del", "sub", "sup", "code", "br", "hr", "table", "thead", "tbody", "tr", "th", "td",
    "blockquote", "pre", "dl", "dt", "dd", "h3", "h4", "h5", "h6",
}  # fmt: skip
_VOID = {"br", "hr"}
_MEDIA_TYPES = {"png": "image/png", "jpg": "image/jpeg", "gif": "image/gif", "svg": "image/svg+xml"}
_LISTS = {"bullet": "ul", "box": "ul", "number": "ol"}


def paper_html(paper: Paper) -> str:
    """Return the file. It has no script and asks for nothing."""
    data = paper.data()
    style = theme_text("print/papers.css")
    policy = f"default-src 'none'; style-src {admitted(style)}; img-src data:; base-uri 'none'; form-action 'none'"
    strip = f'<b class="strip">{escape(data["strip"])}</b> ' if data["strip"] else ""
    sections = "".join(_section(number, one, strip, data["library"]) for number, one in enumerate(data["sections"], 1))
    return f"""<!doctype html>
<html lang="zh">
<!--
{notices()["NOTICE"].replace("--", "- -")}-->
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{escape(data["title"])}</title>
<style>{style}</style>
</head>
<body>
<header class="cover">{strip}<h1>{escape(data["title"])}</h1>{"".join(f"<p>{escape(line)}</p>" for line in data["about"])}</header>
{_contents(data["sections"]) if data["cover"] else ""}<main>
{sections}</main>
</body>
</html>
"""


def _contents(sections: Iterable[dict[str, Any]]) -> str:
    lines = "".join(f'<li><a href="#s{n}">{escape(one["title"])}</a></li>' for n, one in enumerate(sections, 1))
    return f'<nav class="contents" aria-label="目录"><h2>目录</h2><ol>{lines}</ol></nav>\n'


def _section(number: int, section: dict[str, Any], strip: str, library: str) -> str:
    """Return a section as a table of one cell: browsers repeat nothing but a table's head on every printed page."""
    head = f"<span>{strip}{escape(library)}</span><span>{escape(section['running'])}</span>"
    body = "".join(map(_block, section["blocks"]))
    return (
        f'<table class="sheet" id="s{number}" role="presentation"><thead><tr><td><div class="running">{head}</div></td></tr></thead>'
        f"<tbody><tr><td>{body}</td></tr></tbody></table>\n"
    )


def _block(block: Block) -> str:
    kind: str = block["kind"]
    match kind:
        case "heading":
            level = block["level"] + 1
            origin = f" <small>{escape(block['origin'])}</small>" if block["origin"] else ""
            return f"<h{level}>{escape(block['text'])}{origin}</h{level}>\n"
        case "prose":
            nodes: list[Any] = block["nodes"]
            return _nodes(nodes)
        case "list":
            tag = _LISTS[block["mark"]]
            start = f' start="{block["start"]}"' if tag == "ol" and block["start"] != 1 else ""
            listed = "".join(f"<li>{_nodes(item)}</li>" for item in block["items"])
            return f'<{tag} class="{block["mark"]}"{start}>{listed}</{tag}>\n'
        case "table":
            return _table(block)
        case "lines":
            return f'<div class="lines">{"<div></div>" * int(block["count"])}</div>\n'
        case "note":
            return f'<p class="note">{escape(block["text"])}</p>\n'
        case _:
            return f'<div class="frame">{"".join(map(_block, block["blocks"]))}</div>\n'


def _table(block: Block) -> str:
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in block["head"])
    rows = "".join(f"<tr>{''.join(f'<td>{escape(text)}</td>' for text in row)}</tr>" for row in block["rows"])
    whole = sum(block["shares"])
    columns = "".join(f'<col width="{share / whole:.0%}">' for share in block["shares"])
    return f'<table class="grid"><colgroup>{columns}</colgroup><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>\n'


def _nodes(nodes: Iterable[Any]) -> str:
    return "".join(map(_node, nodes))


def _node(node: Any) -> str:
    if isinstance(node, str):
        return escape(node)
    if node["tag"] == "img":
        return _picture(node)
    tag, inside = node["tag"], _nodes(node["kids"])
    if tag not in _KNOWN:
        return inside
    if tag in _VOID:
        return f"<{tag}>"
    start = f' start="{node["start"]}"' if tag == "ol" and node.get("start", 1) != 1 else ""
    kind = ' class="grid"' if tag == "table" else ""
    return f"<{tag}{start}{kind}>{inside}</{tag}>"


def _picture(node: Any) -> str:
    picture: Picture = node["picture"]
    address = f"data:{_MEDIA_TYPES[picture.form]};base64,{base64.b64encode(picture.data).decode()}"
    caption = f"<figcaption>{escape(node['caption'])}</figcaption>" if node["caption"] else ""
    return f'<figure><img alt="{escape(node["alt"])}" src="{address}">{caption}</figure>'
