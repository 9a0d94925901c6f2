"""Design of the self-assessment: questions that can be answered, checklists that fit a meeting, cards that fit a page.

References, ids and documents out of force are looked at by the rules for all records.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from ...library import FieldPath, Library, Origin, Shared
from ...library.kinds import INDICATORS
from ...library.models import ANSWER_NEEDS, Answer, Bounds, Indicator, heading_of
from ...library.pool import applies, pool_of
from ..findings import Remark, error, warning

MAX_ITEMS = 60
MIN_ITEMS = 5
POOL_BEGUN = 20  # a library with fewer indicators has only begun; it is not scolded for types without any
MAX_ON_CARD = 9
MAX_SHARE = 0.25
_WANTED = ("verify", "evidence", "remedy", "assessor")
_TWO_QUESTIONS = re.compile(r"[？?].*[？?]|吗.*吗|(?:并且|而且|以及|同时还)")


class _PlacedIndicator(NamedTuple):
    """An indicator of the pool or of a profile, and where it stands."""

    indicator: Indicator
    origin: Origin


def checklist_sizes(library: Library) -> Iterator[Remark]:
    """A type's checklist is empty, too short to say anything, too long for a meeting, or ruled by one item."""
    shared = library.shared
    unread = any(p.path.startswith(("content/indicators/", "content/checklists/")) for p in library.problems)
    if len(shared.indicators) < POOL_BEGUN or unread:
        return  # what could not be read may be what seems to be missing
    for key in shared.organisations.assessed:
        name, origin = shared.organisations[key].name, shared.origins["organisation", key]
        items = [item.indicator for item in pool_of(shared, key)]
        if not items:
            message = f"“{name}”的自评表一条也没有。"
            remedy = "让指标适用于它（organisations），或写 group: true 表示它只用来归类。"
            yield error("empty-checklist", origin, (), message, remedy)
        elif len(items) > MAX_ITEMS:
            message = f"“{name}”的自评表有 {len(items)} 条，超过 {MAX_ITEMS} 条。"
            remedy = f"在 content/checklists/{key}.yml 的 exclude 里去掉次要的。"
            yield error("checklist-too-long", origin, (), message, remedy)
        yield from _heavy_items(name, items, origin)


def _heavy_items(name: str, items: list[Indicator], origin: Origin) -> Iterator[Remark]:
    total = sum(item.weight for item in items)
    for item in items:
        if len(items) >= MIN_ITEMS and item.weight > total * MAX_SHARE:
            message = f"“{name}”的自评表里，指标 {item.id} 一条就占了总权重的 {item.weight / total:.0%}。"
            yield warning("heavy-indicator", origin, (), message, "把它的 weight 调小，或拆成几条。")


def indicator_design(library: Library) -> Iterator[Remark]:
    """An indicator cannot be answered, asks two things at once, or does not say how to verify and mend."""
    for indicator, origin in _asked(library.shared):
        yield from _answer_form(indicator.answer, origin, ("answer",))
        yield from _direction(indicator, origin)
        yield from _bounds(indicator.answer, indicator.bounds, origin, ("bounds",))
        yield from _one_question(indicator.ask, origin, ("ask",))
        yield from _incomplete(indicator, origin)
        for key, change in indicator.overrides.items():
            if change.answer:
                yield from _answer_form(change.answer, origin, ("overrides", key, "answer"))
            if change.answer or change.bounds:
                at = ("overrides", key, "bounds" if change.bounds else "answer")
                yield from _bounds(change.answer or indicator.answer, change.bounds or indicator.bounds, origin, at)
            if change.ask:
                yield from _one_question(change.ask, origin, ("overrides", key, "ask"))


def _asked(shared: Shared) -> Iterator[_PlacedIndicator]:
    for key, indicator in shared.indicators.items():
        yield _PlacedIndicator(indicator, shared.origins["indicator", key])
    for key, profile in shared.profiles.items():
        origin = shared.origins["profile", key]
        for index, addition in enumerate(profile.add):
            yield _PlacedIndicator(addition, Origin(origin.path, (*origin.at, "add", index)))


def _answer_form(answer: Answer, origin: Origin, at: FieldPath) -> Iterator[Remark]:
    """Yield errors for what cannot be answered or scored, warnings for what has no effect."""
    kind = f"答案形式是 {answer.type.value}（{answer.type.label}）"
    needs = ANSWER_NEEDS.get(answer.type)
    if needs == "levels" and len(answer.levels) < 2:
        yield error("answer-form", origin, at, f"{kind}，却没有写出两档以上。", "在 levels 里从差到好写出各档。")
    if len(set(answer.levels)) < len(answer.levels):
        yield error("answer-form", origin, (*at, "levels"), "有两档写得一样。", "每一档写成不同的话。")
    if needs == "target" and answer.target is None:
        remedy = "写上 target；来源没有给的，加 example: true。"
        yield error("answer-form", origin, at, f"{kind}，却没有达标值。", remedy)
    if answer.target is not None and answer.target < 0:
        yield error("answer-form", origin, (*at, "target"), "达标值是负数。", "达标值写 0 或正数。")
    if needs == "target" and not answer.unit:
        yield warning("answer-form", origin, at, f"{kind}，却没有单位。", "写上 unit，如 次、天、%。")
    given = {"levels": bool(answer.levels), "target": answer.target is not None}
    for name in (name for name, stands in given.items() if stands and name != needs):
        yield warning("answer-form", origin, (*at, name), f"{kind}，{name} 用不上。", f"删去 {name}，或改 type。")


_AT_MOST = re.compile(
    "不超过|不多于|不高于|不得?超出|不到[ ]?\\d|低于|\\d[ ]?(?:天|日|个月|小时|分钟|人|户|米|%)(?:以内|之内|以下|内)"
)


def _direction(indicator: Indicator, origin: Origin) -> Iterator[Remark]:
    """Warn where the standard names an upper limit and the answer is scored as if more were better."""
    found = _AT_MOST.search(indicator.statement)
    counted = ANSWER_NEEDS.get(indicator.answer.type) == "target" and indicator.answer.target
    if found and counted and "direction" not in indicator.answer.model_fields_set:
        message = f"标准说“{found[0]}”，答案没有写 direction，会按越多越好计分。"
        remedy = "越少越好就加 direction: at-most；真是越多越好，写 direction: at-least。"
        yield warning("answer-form", origin, ("answer",), message, remedy)


def _bounds(answer: Answer, bounds: Bounds | None, origin: Origin, at: FieldPath) -> Iterator[Remark]:
    """Bounds that have no effect, or that keep everybody from the target."""
    if bounds is None:
        return
    if ANSWER_NEEDS.get(answer.type) != "target":
        message = f"答案形式是 {answer.type.value}（{answer.type.label}），bounds 用不上。"
        yield warning("answer-form", origin, at, message, "删去 bounds，或改 type。")
    elif answer.target is not None and not (
        (bounds.min is None or bounds.min <= answer.target) and (bounds.max is None or answer.target <= bounds.max)
    ):
        message = f"达标值 {answer.target:g} 在可以填的范围之外。"
        yield error("answer-form", origin, at, message, "改 bounds 的 min、max，或改 target。")


def _one_question(ask: str, origin: Origin, at: FieldPath) -> Iterator[Remark]:
    if _TWO_QUESTIONS.search(ask):
        yield warning(
            "two-questions",
            origin,
            at,
            f"“{ask}”像是一次问了两件事，答的人不知道按哪件答。",
            "拆成两条，或只问要紧的一件。",
        )


def _incomplete(indicator: Indicator, origin: Origin) -> Iterator[Remark]:
    missing = [f"{key}（{heading_of(Indicator, key)}）" for key in _WANTED if not getattr(indicator, key)]
    if not (indicator.basis or indicator.drawn_from):  # what no rule says may still come from somewhere
        missing.append("basis（依据）或 drawn_from（来历）")
    if missing:
        yield warning("incomplete-indicator", origin, (), f"指标还缺：{'、'.join(missing)}。", "补上这些字段。")


def screening_design(library: Library) -> Iterator[Remark]:
    """A screening question that nothing depends on, or that is never put to a type of an item depending on it."""
    shared = library.shared
    if any(kind == INDICATORS.name for kind, _ in shared.unread):
        return  # nobody can tell what the indicators ask that could not be read
    used = {indicator.only_if for indicator, _ in _asked(shared)}
    for key, question in shared.screening.items():
        if key not in used:
            message = f"没有指标用到筛选题“{question.ask}”。"
            yield warning(
                "unused-screening", shared.origins["screening", key], (), message, "在指标里写 only_if，或删去这道题。"
            )
    for key, indicator in shared.indicators.items():
        found = shared.screening.get(indicator.only_if or "")
        if found and found.organisations and not _meet(indicator, found.organisations, shared):
            message = f"这条指标适用的类型都不问筛选题 {found.id}，所以永远不会出现。"
            remedy = "给筛选题的 organisations 加上这些类型，或去掉 only_if。"
            yield error("unreachable-indicator", shared.origins["indicator", key], ("only_if",), message, remedy)


def _meet(indicator: Indicator, asked: tuple[str, ...], shared: Shared) -> bool:
    lines = (shared.organisations.lineage(key) for key in shared.organisations.assessed)
    return any(applies(indicator, line) and any(key in asked for key in line) for line in lines)


def profile_design(library: Library) -> Iterator[Remark]:
    """A profile changes or drops what its type does not have, or is the second for one type."""
    shared = library.shared
    first: dict[str, str] = {}
    for key, profile in shared.profiles.items():
        origin = shared.origins["profile", key]
        other = first.setdefault(profile.organisation, key)
        if other != key:
            message = f"组织类型 {profile.organisation} 已经有一份配置（{other}）。"
            yield error("second-profile", origin, ("organisation",), message, "把两份合成一份。")
        branch = [shared.organisations.lineage(t) for t in shared.organisations.branch(profile.organisation)]
        for name, references in (("exclude", profile.exclude), ("alter", tuple(c.id for c in profile.alter))):
            for index, reference in enumerate(references):
                indicator = shared.indicators.get(reference)
                named = profile.include.indicators if profile.include else ()
                if indicator and reference not in named and not any(applies(indicator, line) for line in branch):
                    message = f"指标 {reference} 本来就不适用于这一类，写在 {name} 里没有作用。"
                    yield warning("idle-profile-entry", origin, (name, index), message, "删去这一项。")


def card_design(library: Library) -> Iterator[Remark]:
    """A card is empty or does not fit the nine lines that one can keep in mind."""
    shared = library.shared
    for key, card in shared.cards.items():
        origin = shared.origins["card", key]
        if not card.items:
            yield error("empty-list", origin, ("items",), "行动卡一条也没有。", "至少写一条。")
        elif len(card.items) > MAX_ON_CARD:
            message = f"行动卡有 {len(card.items)} 条，超过 {MAX_ON_CARD} 条。"
            yield error("card-too-long", origin, ("items",), message, "拆成两张卡，或只留最容易漏的。")
        if not (card.basis or card.drawn_from or card.learn_from or card.sources):
            yield warning(
                "card-without-source", origin, (), "行动卡没有写来自哪里。", "写上 learn_from、basis 或 sources。"
            )


CHECKLIST_RULES = (
    checklist_sizes, indicator_design, screening_design, profile_design, card_design,
)  # fmt: skip
