"""Parse the JSON of a result file: numbers as a browser takes them, nesting limited, what is there twice named."""

from __future__ import annotations

import json
import re
from typing import Any

from .complaints import NotReadableError

MAX_DEPTH = 20
_SAFE = 2**53
_FULL_WIDTH = "：，“”｛｝［］【】；"
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"?|[' + _FULL_WIDTH + "]", re.DOTALL)


def parse_json(text: str) -> tuple[Any, list[str]]:
    """Return the data, and the keys that stand twice in one object: the last of them holds, as in every browser.

    Whole numbers are int up to 2^53, all others float; 1e999 is infinite, which no answer may be.
    Raises NotReadableError for what is no JSON, or nested more than MAX_DEPTH deep.
    """
    twice: list[str] = []

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        made = dict(pairs)
        if len(made) < len(pairs):
            seen: set[str] = set()
            twice.extend(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        return made

    try:
        data = json.loads(text, parse_constant=_refuse, parse_int=_number, parse_float=_number, object_pairs_hook=build)
    except json.JSONDecodeError as error:
        raise NotReadableError(_reason(text, error), f"第 {error.lineno} 行") from error
    except (ValueError, RecursionError) as error:
        raise NotReadableError("不是合格的 JSON，没有读") from error
    if _depth(data) > MAX_DEPTH:
        raise NotReadableError("里面一层套一层，不像是结果文件，没有读")
    return data, list(dict.fromkeys(twice))


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if abs(number) < _SAFE and number == int(number) else number


def _reason(text: str, error: json.JSONDecodeError) -> str:
    mark = full_width_mark(text)
    if mark:
        return f"不是完整的 JSON：有一处用了全角的“{mark}”，应为半角。怎么改：不要手改文件，从页面重新“保存结果”"
    whole = error.pos < len(text.rstrip())
    return f"不是完整的 JSON：{'写法有误' if whole else '文件不完整，可能没有保存完'}"


def full_width_mark(text: str) -> str:
    """Return the first full-width mark that stands outside all strings, where JSON wants its own; "" for none."""
    return next((found[0] for found in _TOKEN.finditer(text) if found[0][0] != '"'), "")


def _depth(data: Any) -> int:
    """How deep the data are nested, counted without recursion."""
    deepest, waiting = 0, [(data, 1)]
    while waiting:
        one, level = waiting.pop()
        if isinstance(one, (dict, list)):
            deepest = max(deepest, level)
            inside = one.values() if isinstance(one, dict) else one
            waiting.extend((entry, level + 1) for entry in inside if isinstance(entry, (dict, list)))
    return deepest
