"""mkdocs.yml: what it names exists, and what it sets has an effect."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.metadata import entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import markdown

from ...colours import READABLE, contrast
from ...library import Config, FieldPath, Library, Origin
from ...library.config import PLUGIN
from ...library.pages import holds_pages_only
from ...library.sections import HOME, SECTION_TITLES
from ...paths import files_in, is_file, is_folder
from ..findings import Remark, error, warning
from ..nearest import did_you_mean, listed, nearest, quoted

_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//")


def settings(library: Library) -> Iterator[Remark]:
    """mkdocs.yml names a file, theme, plugin or extension that does not exist, or sets what has no effect."""
    config = library.config
    if not config.files:
        return
    for rule in (_theme, _colour, _plugins, _folders, _files, _extensions, _addresses, _without_effect, _set_twice):
        yield from rule(config, library.root)


def _at(config: Config, at: FieldPath) -> Origin:
    return Origin(config.file_of(at))


def _theme(config: Config, _root: Path) -> Iterator[Remark]:
    theme = config.data.get("theme")
    name = theme.get("name") if isinstance(theme, dict) else theme
    at: FieldPath = ("theme", "name") if isinstance(theme, dict) and "name" in theme else ("theme",)
    if name != "material" and (name is None or isinstance(name, str)):
        shown = f"主题写成了{quoted(name)}" if name else "没有写主题"
        remedy = "写成“theme:”，下一行缩进两格“name: material”。"
        yield error("unknown-theme", _at(config, at), at, f"{shown}，案例库的页面只能用 material。", remedy)
    language = config.site.theme.language
    if language not in _languages():
        at = ("theme", "language")
        near = nearest(language, _languages())
        remedy = f"是不是“{near}”？中文写 zh。" if near else "中文写 zh。"
        yield error("unknown-language", _at(config, at), at, f"没有{quoted(language)}这种界面语言。", remedy)
    if config.site.theme.direction not in (None, "ltr", "rtl"):
        at = ("theme", "direction")
        shown = quoted(config.site.theme.direction)
        yield error("bad-choice", _at(config, at), at, f"文字方向不能写{shown}。", "只能写 ltr 或 rtl；中文不必写。")
    for at, icon in _icons(config.data):
        if isinstance(icon, str) and not has_icon(icon):
            message = f"没有{quoted(icon)}这个图标。"
            yield error(
                "unknown-icon", _at(config, at), at, message, "到 Material 的图标表里查名称，如 material/home。"
            )


def has_icon(name: str) -> bool:
    """Say whether Material brings an icon of this name."""
    return is_file(_material() / ".icons" / f"{name}.svg")


def _icons(data: Any) -> Iterator[tuple[FieldPath, Any]]:
    theme, extra = data.get("theme"), data.get("extra")
    if isinstance(theme, dict):
        yield from _leaves(theme.get("icon"), ("theme", "icon"))
        palettes = theme.get("palette")
        for index, palette in enumerate(palettes if isinstance(palettes, list) else ()):
            toggle = palette.get("toggle") if isinstance(palette, dict) else None
            if isinstance(toggle, dict):
                yield ("theme", "palette", index, "toggle", "icon"), toggle.get("icon")
    social = extra.get("social") if isinstance(extra, dict) else None
    for index, link in enumerate(social if isinstance(social, list) else ()):
        if isinstance(link, dict):
            yield ("extra", "social", index, "icon"), link.get("icon")


def _leaves(value: Any, at: FieldPath) -> Iterator[tuple[FieldPath, Any]]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _leaves(item, (*at, key))
    else:
        yield at, value


@cache
def _material() -> Path:
    found = find_spec("material")
    return Path((found.submodule_search_locations or [""])[0] if found else "") / "templates"


@cache
def _languages() -> tuple[str, ...]:
    return tuple(sorted(file.stem for file in (_material() / "partials" / "languages").glob("*.html")))


def _colour(config: Config, _root: Path) -> Iterator[Remark]:
    given, used, at = config.given_colour, config.colour, config.colour_at
    if at and given != used:
        message = f"主色 {given} 太浅：白字在上面对比度只有 {contrast(given, '#ffffff'):.2f}:1，至少要 {READABLE}:1。"
        remedy = f'写成 "{used}"（同一种颜色，深一些）；不改，页面也用这个。'
        yield warning("low-contrast", _at(config, at), at, message, remedy)


def _plugins(config: Config, _root: Path) -> Iterator[Remark]:
    names = [name for _, name in config.plugins]
    if PLUGIN not in names:
        at: FieldPath = ("plugins",)
        remedy = "加上两行：“plugins:”，下一行缩进写“- anliku”。"
        yield error("no-plugin", _at(config, at), at, "plugins 里没有 anliku，生成不了案例库的页面。", remedy)
    if {*names} <= {PLUGIN, "search"}:
        return  # looking through all that is installed takes a while
    known = {point.name.removeprefix("material/") for point in entry_points(group="mkdocs.plugins")}
    for at, name in config.plugins:
        if name.removeprefix("material/") not in known:
            remedy = did_you_mean(name, known, "装上这个插件，或删去这一行。")
            yield error("unknown-plugin", _at(config, at), at, f"没有装{quoted(name)}这个插件。", remedy)


def _folders(config: Config, root: Path) -> Iterator[Remark]:
    at: FieldPath = ("docs_dir",)
    if not is_folder(root / config.docs_dir):
        remedy = f"新建文件夹 {config.docs_dir}，或写成 docs_dir: content/pages。"
        yield error("no-such-folder", _at(config, at), at, f"普通页面的文件夹{quoted(config.docs_dir)}没有。", remedy)
    elif not holds_pages_only(root, config):
        message = f"普通页面的文件夹{quoted(config.docs_dir)}不能是案例库本身或它的上级。"
        yield error("bad-folder", _at(config, at), at, message, "写成 docs_dir: content/pages。")
    at = ("theme", "custom_dir")
    if config.custom_dir and not is_folder(root / config.custom_dir):
        message = f"自己的模板的文件夹{quoted(config.custom_dir)}没有。"
        yield error("no-such-folder", _at(config, at), at, message, "新建这个文件夹，或删去这一行。")
    for key, paths in (("hooks", config.site.hooks), ("watch", config.site.watch)):
        for index, path in enumerate(paths):
            if not (is_file(root / path) or is_folder(root / path)):
                yield error(
                    "no-such-file",
                    _at(config, (key,)),
                    (key, index),
                    f"没有{quoted(path)}。",
                    "改正路径，或删去这一行。",
                )


def _files(config: Config, root: Path) -> Iterator[Remark]:
    """Styles, scripts and pictures that mkdocs.yml names."""
    theme = config.site.theme
    named: list[tuple[FieldPath, str]] = [(("extra_css", i), path) for i, path in enumerate(config.site.extra_css)]
    for index, script in enumerate(config.site.extra_javascript):
        path = script.get("path") if isinstance(script, dict) else script
        at: FieldPath = ("extra_javascript", index)
        if isinstance(path, str):
            named.append((at, path))
        else:
            message = f"“extra_javascript 第 {index + 1} 项”的写法不对。"
            yield error("wrong-type", _at(config, at), at, message, "写脚本的路径，如“- js/own.js”。")
    named += [(("theme", key), path) for key, path in (("logo", theme.logo), ("favicon", theme.favicon)) if path]
    plugin = next((at for at, name in config.plugins if name == PLUGIN), ())
    named += [((*plugin, "logo"), config.plugin.logo)] if config.plugin.logo else []
    known = own_files(config, root)
    for at, path in named:
        if _ADDRESS.match(path):
            message = f"{quoted(path)}在网上，断网打不开，网站也不取外面的文件。"
            yield warning("remote-file", _at(config, at), at, message, f"下载下来放进 {config.docs_dir}，写它的路径。")
        elif posixpath.normpath(path) not in known and not is_file(_material() / path):
            alike = [one for one in known if posixpath.splitext(one)[1] != ".md"]
            remedy = did_you_mean(path.replace("\\", "/"), alike, f"把文件放进 {config.docs_dir}，或删去这一行。")
            yield warning("no-such-file", _at(config, at), at, f"{config.docs_dir} 里没有{quoted(path, 60)}。", remedy)


def own_files(config: Config, root: Path) -> set[str]:
    """Return what a library adds to its site beside pages: the files in its folders, relative to them."""
    found: set[str] = set()
    for folder in filter(None, (config.docs_dir, config.custom_dir)) if holds_pages_only(root, config) else ():
        found.update(files_in(root / folder))
    return found


def _extensions(config: Config, _root: Path) -> Iterator[Remark]:
    extensions = config.site.markdown_extensions
    if extensions is None:
        return
    at: FieldPath = ("markdown_extensions",)
    if not isinstance(extensions, (list, dict)):
        yield error(
            "wrong-type", _at(config, at), at, "markdown_extensions 应是一个列表。", "每行一个扩展，如“- admonition”。"
        )
        return
    for place, name, options in extension_entries(extensions):
        if not isinstance(name, str) or not isinstance(options, dict):
            yield error(
                "wrong-type",
                _at(config, at),
                place,
                "扩展的写法不对。",
                "写扩展名；有设置的，名称后加冒号，下面缩进写设置。",
            )
            continue
        try:
            markdown.Markdown(extensions=[name], extension_configs={name: options})
        except ImportError:
            known = [point.name for point in entry_points(group="markdown.extensions")]
            remedy = did_you_mean(name, known, "装上这个扩展，或删去这一行。")
            yield error("unknown-extension", _at(config, at), place, f"没有{quoted(name)}这个 Markdown 扩展。", remedy)
        except Exception:  # extensions of others may raise anything
            message = f"Markdown 扩展{quoted(name)}的设置它用不了。"
            yield error("bad-setting", _at(config, at), place, message, "对照这个扩展的说明改正，或删去它的设置。")


def extension_entries(extensions: Any) -> Iterator[tuple[FieldPath, Any, Any]]:
    """Yield (place, name, settings) of each Markdown extension; of one of a wrong form the name is no text."""
    at: FieldPath = ("markdown_extensions",)
    if isinstance(extensions, dict):
        for name, options in extensions.items():
            yield (*at, name), name, options or {}
        return
    for index, entry in enumerate(extensions if isinstance(extensions, list) else ()):
        if isinstance(entry, dict) and len(entry) == 1:
            ((name, options),) = entry.items()
            yield (*at, index, name), name, options or {}
        else:
            yield (*at, index), entry, {}


def is_address(text: str) -> bool:
    """Say whether a text can be taken apart as an address; MkDocs stops at one that cannot."""
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


def _addresses(config: Config, _root: Path) -> Iterator[Remark]:
    named: list[tuple[FieldPath, str]] = [(at, target) for at, _, target in config.nav]
    named += [(("extra_css", index), path) for index, path in enumerate(config.site.extra_css)]
    at: FieldPath
    for at, target in named:
        if not is_address(target):
            message = f"{quoted(target)}不是能用的地址。"
            yield error("bad-address", _at(config, at), at, message, "改正它，多半是方括号只有一半；或删去这一行。")
    address = config.site.repo_url
    parts = urlsplit(address) if address and is_address(address) else None
    if address and not (parts and parts.scheme and parts.netloc):
        at = ("repo_url",)
        yield error(
            "bad-address", _at(config, at), at, f"{quoted(address)}不是完整的网址。", "从 https:// 写起，或删去这一行。"
        )


def _without_effect(config: Config, _root: Path) -> Iterator[Remark]:
    for at, why in _idle(config):
        name = ".".join(map(str, at)) if at[0] != "plugins" else str(at[-1])
        yield warning("no-effect", _at(config, at), at, f"“{name}”在这里不起作用：{why}。", "删去它。")


def _idle(config: Config) -> Iterator[tuple[FieldPath, str]]:
    data = config.data
    if posixpath.normpath(config.site.site_dir) != "site":
        yield ("site_dir",), "anliku build 总是写到 site，要写到别处用 --out"
    for key, why in _IDLE.items():
        if data.get(key):
            yield (key,), why
    theme, extra = data.get("theme"), data.get("extra")
    if isinstance(theme, dict) and theme.get("font"):
        yield ("theme", "font"), "网站离线使用，不取网上的字体"
    if isinstance(extra, dict) and extra.get("analytics"):
        yield ("extra", "analytics"), "网站离线使用，不能统计访问"
    for at, name in config.plugins:
        if name.removeprefix("material/") == "search":
            yield at, "案例库有自己的搜索"


_IDLE = {
    "site_url": "网站用双击打开，没有网址",
    "use_directory_urls": "网站用双击打开，页面地址都以 .html 结尾",
    "strict": "要把提醒也当错误，运行 anliku build --strict",
    "dev_addr": "预览的端口用 anliku serve --port 指定",
    "remote_branch": "案例库不发布到代码仓库",
    "remote_name": "案例库不发布到代码仓库",
    "edit_uri": "网页上没有“编辑”链接",
    "edit_uri_template": "网页上没有“编辑”链接",
    "validation": "链接由 anliku check 检查",
}


def _set_twice(config: Config, _root: Path) -> Iterator[Remark]:
    """What may be set in two places is set in both; the settings of the plugin hold."""
    plugin = next((at for at, name in config.plugins if name == PLUGIN), ())
    own, theme = config.plugin, config.site.theme
    palettes = theme.palette if isinstance(theme.palette, tuple) else (theme.palette,)
    several = isinstance(theme.palette, tuple)
    primary = next((index for index, one in enumerate(palettes) if one and one.primary), None)
    palette: FieldPath = ("theme", "palette", primary or 0) if several else ("theme", "palette")
    twice: tuple[tuple[bool, FieldPath, str, str], ...] = (
        (
            bool(own.vocabulary.grades and "grades" in own.assessment.model_fields_set),
            (*plugin, "vocabulary", "grades"),
            "等级的名称",
            "名称和分数线都写在 assessment 的 grades 里，删去 vocabulary 里的。",
        ),
        (
            bool(own.colour and primary is not None),
            (*palette, "primary"),
            "主色",
            "用的是 anliku 下面的 colour，删去这里的。",
        ),
        (bool(own.logo and theme.logo), ("theme", "logo"), "标志", "用的是 anliku 下面的 logo，删去这里的。"),
    )
    for both, at, what, remedy in twice:
        if both:
            yield warning("set-twice", _at(config, at), at, f"{what}写在两处，只有一处起作用。", remedy)


def first_cases(library: Library) -> Iterator[Remark]:
    """The home page is to begin with a case that does not exist, or that readers do not see."""
    config = library.config
    where: FieldPath = next((at for at, name in config.plugins if name == PLUGIN), ())
    for index, key in enumerate(config.plugin.home.first):
        if key in library.published:
            continue
        at = (*where, "home", "first", index)
        there = key in library.entries
        message = f"首页先读的案例{quoted(key)}" + ("还没有发布，读者看不到。" if there else "不存在。")
        remedy = (
            "发布它，或换一个案例。" if there else did_you_mean(key, library.published, "改成有的案例编号，或删去它。")
        )
        code = "unpublished-reference" if there else "broken-reference"
        yield warning(code, _at(config, at), at, message, remedy)


def navigation(library: Library) -> Iterator[Remark]:
    """The navigation leads to nothing, or leaves an ordinary page out."""
    config = library.config
    if not config.nav:
        return
    sources = {page.source for page in library.pages} | {HOME, *SECTION_TITLES}
    files = own_files(config, library.root)
    for at, _, target in config.nav:
        if _ADDRESS.match(target) or not target:
            continue
        path = posixpath.normpath(target)
        if path not in sources and not (path in files and not path.endswith(".md")):
            yield warning(
                "broken-nav",
                _at(config, at),
                at,
                f"导航里的{quoted(target, 60)}没有这个页面。",
                _nearest_page(target, sources),
            )
    shown = {posixpath.normpath(target) for _, _, target in config.nav}
    unlisted = config.site.not_in_nav or ""
    for page in library.pages:
        if page.source not in shown | {HOME, *SECTION_TITLES} and not _matches(unlisted, page.source):
            remedy = f"在 mkdocs.yml 的 nav 里加一行“- 名称: {page.source}”；不想列出，写进 not_in_nav。"
            yield warning("page-not-in-nav", Origin(page.path), (), "这个页面不在导航里，读者很难找到。", remedy)


def _nearest_page(target: str, sources: Iterable[str]) -> str:
    known = sorted(sources)
    name, colon, page = target.partition("：")
    if colon:
        return f"名称后面的冒号是中文的：写成“- {name}: {page.strip()}”，英文冒号后空一格。"
    same_name = [source for source in known if posixpath.basename(source) == posixpath.basename(target)]
    if same_name:
        return f"是不是 {listed(same_name)}？"
    return did_you_mean(target, known, "改成存在的页面，或删去这一行。")


def _matches(patterns: str, path: str) -> bool:
    from pathspec.gitignore import GitIgnoreSpec  # as MkDocs reads them

    return GitIgnoreSpec.from_lines(patterns.splitlines()).match_file(path)
