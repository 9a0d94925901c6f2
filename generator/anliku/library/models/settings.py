"""What mkdocs.yml may say: the settings of MkDocs and Material that have a use here, and those of the plugin anliku."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BeforeValidator, Field, model_validator

from ...colours import HUES
from .assessment import Assessor
from .base import Labelled, Record
from .words import Words


class Grade(Record):
    """A grade and the lowest score (0–100) that earns it."""

    name: str = Field(min_length=1, description="等级名称")
    from_: float = Field(alias="from", ge=0, le=100, description="最低得分（0–100）")


def _from_best_to_worst(grades: tuple[Grade, ...]) -> tuple[Grade, ...]:
    ordered = tuple(sorted(grades, key=lambda grade: -grade.from_))
    if not ordered or ordered[-1].from_ != 0:
        raise ValueError("lowest_grade")
    return ordered


class Scheme(Record):
    """Shares and bounds.

    shares: weight of each assessor in the combined score; those who did not answer leave the denominator.
    grades: best first; an unmet critical item keeps an organisation from the first.
    pass_mark: points (0–1) from which a graded answer (levels, 1–5) counts as met.
    """

    shares: Mapping[Assessor, Annotated[float, Field(ge=0)]] = Field(
        {Assessor.SELF: 30, Assessor.MASSES: 40, Assessor.SUPERIOR: 30}, description="self、masses、superior 各占多少"
    )
    grades: Annotated[tuple[Grade, ...], AfterValidator(_from_best_to_worst)] = Field(
        (
            Grade.model_validate({"name": "优秀", "from": 85}),
            Grade.model_validate({"name": "合格", "from": 60}),
            Grade.model_validate({"name": "待改进", "from": 0}),
        ),
        description="等级与分数线",
    )
    pass_mark: float = Field(0.6, ge=0, le=1, description="分档题和 1–5 分题得到几成算达标")

    @model_validator(mode="after")
    def _some_share(self) -> Self:
        if not any(self.shares.values()):
            raise ValueError("some_share")
        return self

    def grade(self, score: float, capped: bool) -> Grade:
        """Return the grade of a displayed score (0–100); `capped` when a critical item is unmet."""
        index = next(i for i, grade in enumerate(self.grades) if score >= grade.from_)
        return self.grades[max(index, 1) if capped and len(self.grades) > 1 else index]


class PdfSettings(Record):
    """How files to print are set."""

    font: str = Field("", description="PDF 用的中文字体名，要已装在电脑上")


_COLOUR = re.compile(r"#(?:[0-9a-f]{3}){1,2}")


def _as_colour(value: Any) -> Any:
    if isinstance(value, str):
        written = value.strip().lower().replace("-", " ")
        if written in HUES:
            return HUES[written]
        if not _COLOUR.fullmatch(written):
            raise ValueError("colour")
        return written if len(written) == 7 else "#" + "".join(part * 2 for part in written[1:])
    return value


# Written #rrggbb, #rgb or as a hue of Material; kept as #rrggbb.
LibraryColour = Annotated[str, BeforeValidator(_as_colour)]


class Home(Record):
    """What the home page asks, and what it begins with."""

    question: str = Field("您想解决什么事？", min_length=1, max_length=20, description="首页搜索框上的问题")
    problems: tuple[Annotated[str, Field(min_length=2, max_length=20)], ...] = Field(
        (), max_length=6, description="搜索框下的例子，点了就搜，不超过 6 个"
    )
    first: tuple[str, ...] = Field((), max_length=6, description="先读哪几个案例（编号），不写就列最近更新的")


class PluginSettings(Record):
    """Settings of the plugin anliku; whatever a library may choose for itself stands here and nowhere else."""

    id: str = Field("", description="案例库的代号，结果文件靠它认出是哪个库的；不写就用 site_name")
    assessment: Scheme = Field(Scheme(), description="自评的等级和各方占分")
    pdf: PdfSettings = Field(PdfSettings(), description="打印文件的字体")
    vocabulary: Words = Field(Words(), description="这个库自己的用语")
    colour: LibraryColour = Field("", description='主色，如 "#1f4e79"（要加英文引号），或 blue、green 等颜色名')
    logo: str = Field(
        "",
        description="标志图片，放在 docs_dir 里，写从那里算起的路径，如 images/logo.png；印在网页顶上、案例手册封面和课件第一页",
    )
    home: Home = Field(Home(), description="首页上的问题、例子和先读的案例")

    @property
    def scheme(self) -> Scheme:
        """How answers become a grade, the grades called as the vocabulary says where it does."""
        names, scheme = self.vocabulary.grades, self.assessment
        if len(names) != len(scheme.grades):
            return scheme
        grades = tuple(g.model_copy(update={"name": name}) for g, name in zip(scheme.grades, names, strict=True))
        return scheme.model_copy(update={"grades": grades})


class PaletteScheme(Labelled):
    """The two palettes of Material."""

    DEFAULT = "default", "浅色"
    SLATE = "slate", "深色"


class Hue(Labelled):
    """The colours that Material names."""

    RED = "red", "红"
    PINK = "pink", "粉红"
    PURPLE = "purple", "紫"
    DEEP_PURPLE = "deep purple", "深紫"
    INDIGO = "indigo", "靛蓝"
    BLUE = "blue", "蓝"
    LIGHT_BLUE = "light blue", "浅蓝"
    CYAN = "cyan", "青"
    TEAL = "teal", "蓝绿"
    GREEN = "green", "绿"
    LIGHT_GREEN = "light green", "浅绿"
    LIME = "lime", "黄绿"
    YELLOW = "yellow", "黄"
    AMBER = "amber", "琥珀"
    ORANGE = "orange", "橙"
    DEEP_ORANGE = "deep orange", "深橙"
    BROWN = "brown", "棕"
    GREY = "grey", "灰"
    BLUE_GREY = "blue grey", "蓝灰"
    BLACK = "black", "黑"
    WHITE = "white", "白"
    CUSTOM = "custom", "自定"


def _with_blanks(value: Any) -> Any:
    return value.replace("-", " ") if isinstance(value, str) else value


Colour = Annotated[Hue, BeforeValidator(_with_blanks)]


class Toggle(Record):
    """The button that changes the palette."""

    icon: str = Field("", description="图标")
    name: str = Field("", description="按钮的说明")


class Palette(Record):
    """Colours of the site."""

    scheme: PaletteScheme = Field(PaletteScheme.DEFAULT, description="浅色 default 或深色 slate")
    primary: Colour | None = Field(None, description="主色；也可以写在插件 anliku 的 colour 里")
    accent: Colour = Field(Hue.RED, description="强调色")
    media: str = Field("", description="何时使用，如 (prefers-color-scheme: dark)")
    toggle: Toggle | None = Field(None, description="切换按钮")


class Theme(Record):
    """Settings of the theme: Material for MkDocs."""

    name: str = Field("material", description="主题名，只能是 material")
    custom_dir: str = Field("", description="自己的模板放在哪个文件夹")
    language: str = Field("zh", description="界面语言，如 zh")
    locale: str = Field("", description="界面语言的另一种写法")
    direction: str | None = Field(None, description="文字方向 ltr 或 rtl")
    palette: tuple[Palette, ...] | Palette | None = Field(None, description="颜色")
    logo: str | None = Field(None, description="标志图片，相对于 docs_dir")
    favicon: str | None = Field(None, description="网页小图标，相对于 docs_dir")
    icon: Mapping[str, Any] = Field({}, description="图标")
    font: Mapping[str, Any] | bool | None = Field(None, description="网上的字体；断网用不上")
    features: tuple[str, ...] | None = Field((), description="Material 的功能开关")
    static_templates: tuple[str, ...] | None = Field((), description="另外要生成的模板")


class Social(Record):
    """A link in the footer."""

    icon: str = Field("", description="图标")
    link: str = Field("", description="网址")
    name: str = Field("", description="说明")


class Extra(Record):
    """Values that Material's templates use; those of a library's own templates are free."""

    social: tuple[Social, ...] | None = Field(None, description="页脚的链接")
    version: Mapping[str, Any] | None = Field(None, description="版本切换")
    alternate: tuple[Mapping[str, Any], ...] | None = Field(None, description="语言切换")
    consent: Mapping[str, Any] | None = Field(None, description="提示")
    analytics: Mapping[str, Any] | None = Field(None, description="访问统计")
    homepage: str | None = Field(None, description="首页地址")
    generator: bool | None = Field(None, description="页脚是否注明生成工具")
    annotate: Mapping[str, Any] | None = Field(None, description="代码注释")
    status: Mapping[str, str] | None = Field(None, description="页面状态的名称")
    tags: Mapping[str, str] | None = Field(None, description="标签的图标")
    scope: str | None = Field(None, description="本机存储的范围")


class SiteSettings(Record):
    """The file mkdocs.yml. What MkDocs knows and has no use here is listed too, so that it is no unknown key."""

    site_name: str = Field(min_length=1, description="案例库的名称，如 某市垃圾分类案例库")
    site_description: str | None = Field(None, description="一句话介绍")
    site_author: str | None = Field(None, description="作者或单位")
    copyright: str | None = Field(None, description="页脚的版权说明")
    docs_dir: str = Field("docs", min_length=1, description="普通页面放在哪个文件夹，一般是 content/pages")
    theme: Theme = Field(Theme(), description="主题")
    plugins: Any = Field(None, description="插件")
    nav: Any = Field(None, description="导航")
    extra_css: tuple[str, ...] = Field((), description="另加的样式文件，相对于 docs_dir")
    extra_javascript: tuple[Any, ...] = Field((), description="另加的脚本，相对于 docs_dir")
    extra_templates: tuple[str, ...] = Field((), description="另加的模板")
    markdown_extensions: Any = Field(None, description="Markdown 扩展")
    extra: Extra | None = Field(None, description="给模板用的值")
    hooks: tuple[str, ...] = Field((), description="钩子脚本")
    watch: tuple[str, ...] = Field((), description="另外要盯着的文件夹")
    exclude_docs: str | None = Field(None, description="不要的页面")
    draft_docs: str | None = Field(None, description="草稿页面")
    not_in_nav: str | None = Field(None, description="不进导航的页面")
    validation: Mapping[str, Any] | None = Field(None, description="MkDocs 自己的检查")
    strict: bool = Field(False, description="有提醒就停下")
    site_dir: str = Field("site", description="网站写到哪里")
    site_url: str | None = Field(None, description="网址")
    use_directory_urls: bool = Field(False, description="网址形式")
    dev_addr: str = Field("", description="预览地址")
    repo_url: str | None = Field(None, description="代码仓库的网址")
    repo_name: str | None = Field(None, description="代码仓库的名称")
    edit_uri: str | None = Field(None, description="“编辑”链接")
    edit_uri_template: str | None = Field(None, description="“编辑”链接的模板")
    remote_branch: str | None = Field(None, description="发布到哪个分支")
    remote_name: str | None = Field(None, description="发布到哪个仓库")
    INHERIT: str = Field("", description="先读哪个文件")
