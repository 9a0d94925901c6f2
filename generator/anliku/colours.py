"""One colour of a library, and the family of colours that its pages and files take from it, all of them readable.

The family was drawn by hand around one red. Another colour gets its own by turning the hue and the saturation of each
member, and by darkening or lightening what would no longer be readable on what it stands on.
"""

from __future__ import annotations

import colorsys
from collections.abc import Mapping

READABLE = 4.5  # WCAG 2.1 AA
NEUTRAL = "#1f4e79"
RED = "#9b1b1e"
# Material's hues, as its `primary` shows them; `red` is ours.
HUES: Mapping[str, str] = {
    "red": RED, "pink": "#e92063", "purple": "#ab47bd", "deep purple": "#7e56c2", "indigo": "#4051b5",
    "blue": "#2094f3", "light blue": "#02a6f2", "cyan": "#00bdd6", "teal": "#009485", "green": "#4cae4f",
    "light green": "#8bc34b", "lime": "#cbdc38", "yellow": "#ffec3d", "amber": "#ffc105", "orange": "#ffa724",
    "deep orange": "#ff6e42", "brown": "#795649", "grey": "#757575", "blue grey": "#546d78", "black": "#1f2329",
}  # fmt: skip
_DAY = {
    "red": RED, "red-2": "#7c1215", "red-soft": "#fbefed", "red-line": "#e6c3bf", "band": "#96191c",
    "shade-1": "#fbeae7", "shade-2": "#f4d0ca", "shade-3": "#e9aaa2", "shade-4": "#b93a37", "shade-5": "#8c1518",
    "shade-ink": "#4a0d0f",
}  # fmt: skip
_NIGHT = {
    "red": "#ff9f96", "red-2": "#ffc2bc", "red-soft": "#35211f", "red-line": "#6a3a37", "band": "#6a1517",
    "shade-1": "#332324", "shade-2": "#4d2829", "shade-3": "#6f2f30", "shade-4": "#98393a", "shade-5": "#f0a199",
    "shade-ink": "#fbe6e3", "shade-ink-strong": "#2b0708",
}  # fmt: skip
# What each stands on or bears, a colour or one of the family: text on paper, white text on a band, dark text on a cell.
_WHITE, _GREY_PAPER, _NIGHT_PAPER = "#ffffff", "#f2eee8", "#2a2d33"
_ON_DAY = {
    "red": _GREY_PAPER, "red-2": _GREY_PAPER, "band": _WHITE, "shade-4": _WHITE, "shade-5": _WHITE, "shade-ink": "shade-3",
}  # fmt: skip
_ON_NIGHT = {
    "red": _NIGHT_PAPER, "red-2": _NIGHT_PAPER, "band": _WHITE, "shade-1": "shade-ink", "shade-2": "shade-ink",
    "shade-3": "shade-ink", "shade-4": _WHITE, "shade-5": "shade-ink-strong",
}  # fmt: skip
_FOLLOW = ("red", "red-2", "band")  # what is as dark as the library's colour is; the rest keeps its lightness


_STEP = 0.005


def contrast(one: str, other: str) -> float:
    """Return the contrast of two colours, 1 to 21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def readable(colour: str, on: str = _WHITE) -> str:
    """Return the colour itself where it is readable on another, else the nearest darker or lighter one that is."""
    hue, light, saturation = _parts(colour)
    darker = _luminance(on) > 0.18
    while contrast(colour, on) < READABLE and light != (0 if darker else 1):
        light = max(0.0, light - _STEP) if darker else min(1.0, light + _STEP)
        colour = _hex(hue, light, saturation)
    return colour


def family(colour: str) -> tuple[Mapping[str, str], Mapping[str, str]]:
    """Return the colours of the pages by day and by night, by the names of their variables, for a library's colour."""
    colour = readable(colour)
    return _turned(_DAY, colour, _ON_DAY, _FOLLOW), _turned(_NIGHT, colour, _ON_NIGHT, ())


def style(colour: str) -> str:
    """Return the colours of the pages as a style sheet."""
    day, night = ("".join(f"--{name}:{value};" for name, value in part.items()) for part in family(colour))
    return (
        f':root,[data-md-color-scheme="default"]{{{day}}}\n@media screen{{[data-md-color-scheme="slate"]{{{night}}}}}\n'
    )


def _turned(drawn: Mapping[str, str], colour: str, on: Mapping[str, str], follow: tuple[str, ...]) -> dict[str, str]:
    if colour.lower() == RED:
        return dict(drawn)
    hue, light, saturation = _parts(colour)
    base_hue, base_light, base_saturation = _parts(RED)
    found = {}
    for name, value in drawn.items():
        own_hue, own_light, own_saturation = _parts(value)
        found[name] = _hex(
            (own_hue + hue - base_hue) % 1,
            min(1, own_light * light / base_light) if name in follow else own_light,
            min(1, own_saturation * saturation / base_saturation),
        )
    return found | {name: readable(found[name], found.get(other, other)) for name, other in on.items()}


def _parts(colour: str) -> tuple[float, float, float]:
    return colorsys.rgb_to_hls(*_rgb(colour))


def _rgb(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(hue: float, light: float, saturation: float) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in colorsys.hls_to_rgb(hue, light, saturation))


def _luminance(colour: str) -> float:
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in _rgb(colour)]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
