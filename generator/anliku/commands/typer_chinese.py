"""Help and wrong usage in Chinese: Typer says both in English, and Rich lays them out for words with blanks between them.

Neither can be asked for another language, so here, and nowhere else, this program leans on what they do not promise: names in
`rich_utils`, `Table.add_row`, Typer's own copy of its parser's errors, English sentences. `tests/commands/test_typer_chinese.py`
holds each of them, and fails when a new version does it otherwise.
"""

from __future__ import annotations

import difflib
import re
from typing import Any

import typer

from .console import warn

_CHINESE = re.compile(r"[\u4e00-\u9fff]")


def speak_chinese(command: Any) -> None:
    """Give the help of a group of commands Chinese headings."""
    from typer import rich_utils

    rich_utils.ARGUMENTS_PANEL_TITLE = "参数"
    rich_utils.OPTIONS_PANEL_TITLE = "选项"
    rich_utils.COMMANDS_PANEL_TITLE = "命令"
    rich_utils.DEFAULT_STRING = "[不写就是 {}]"
    rich_utils.REQUIRED_LONG_STRING = "[必填]"
    _fold_long_words()
    command.subcommand_metavar = "命令 [参数]…"
    context = typer.Context(command, **command.context_settings)
    _translate(command, context)
    for name in command.list_commands(context):
        one = command.get_command(context, name)
        _translate(one, typer.Context(one, parent=context))


def _fold_long_words() -> None:
    """Let tables go on in the next line with what Rich takes for one word too long, as it does a Chinese sentence.

    It would cut it off; a column can be told otherwise, but Typer gives no access to those of its help.
    """
    from rich import table as rich_table

    kind: Any = rich_table.Table
    add_row = kind.add_row

    def add_row_and_fold(table: Any, *cells: Any, **options: Any) -> None:
        add_row(table, *cells, **options)
        for column in table.columns:
            column.overflow = "fold"

    kind.add_row = add_row_and_fold


def _translate(command: Any, context: typer.Context) -> None:
    """Give one command Chinese words, and types only to what is a choice: others mean nothing to an editor."""
    usage = command.get_usage
    command.get_usage = lambda asked: usage(asked).replace("Usage: ", "用法：", 1)
    command.options_metavar = "[选项]"
    help_option = command.get_help_option(context)
    help_option.help = "显示这段用法"
    for option in (*command.params, help_option):
        if getattr(option, "is_flag", False):
            option.metavar = ""
        elif option.param_type_name == "argument" and not option.type_descriptor.is_choice:
            option.display_type_rich = lambda **_: None


# Typer carries a parser of its own and exports only this one of its errors.
UsageError: Any = typer.BadParameter.__base__


def explain_usage(error: Exception) -> bool:
    """Say in Chinese what was wrong with the words of a command; return whether it was that kind of error."""
    if not isinstance(error, UsageError):
        return False
    message, remedy = _usage_words(error)
    warn(f"用法不对：{message}")
    if remedy:
        warn(f"怎么改：{remedy}")
    context = getattr(error, "ctx", None)
    if context:
        warn(f"查看用法：{context.command_path} --help")
    return True


def _usage_words(error: Any) -> tuple[str, str]:
    kind = type(error).__name__
    parameter = getattr(error, "param", None)
    name = f" {parameter.metavar or parameter.opts[-1]} " if parameter else ""
    if kind == "NoSuchOption":
        near = sorted(error.possibilities or ())
        return f"没有选项 {error.option_name}。", f"是不是 {'、'.join(near)}？" if near else ""
    if kind == "MissingParameter":
        return f"缺少{name.rstrip()}。", ""
    if isinstance(error, typer.BadParameter):
        if _CHINESE.search(error.message) and "one of " not in error.message:
            message, _, remedy = error.message.partition("怎么改：")
            return f"{name.strip()}的{message}", remedy
        _, _, listed = error.message.partition("one of ")
        options = "、".join(re.findall(r"'([^']*)'", listed))
        given = re.search(r"'([^']*)'", error.message)
        # Help says beside each option what it is; whoever wrote that meant the option.
        said = str(getattr(parameter, "help", "") or "")
        meant = re.search(rf"([a-z]+) {re.escape(given[1])}", said) if given else None
        hint = f"是不是 {meant[1]}？" if meant else ""
        return f"{name.strip()}的值不对。", f"{hint}可以写：{options}" if options else hint
    return _other_usage_words(error.message, error.ctx)


def _other_usage_words(words: str, context: Any) -> tuple[str, str]:
    if words.startswith("No such command"):
        name = words.split("'")[1] if "'" in words else words
        known = context.command.list_commands(context) if context else []
        near = difflib.get_close_matches(name, known, 1)
        return f"没有命令 {name}。", f"是不是 {near[0]}？" if near else f"可用的命令：{'、'.join(known)}"
    if "unexpected extra argument" in words:
        extra = re.search(r"\(([^()]*)\)$", words.rstrip("."))
        return f"多了参数 {extra.group(1) if extra else ''}。", ""
    if words.startswith("Option"):
        return f"选项 {words.split(chr(39))[1] if chr(39) in words else ''} 后面要跟一个值。", ""
    return words, ""
