"""Help in Chinese: Typer writes it in English, and Rich lays it out for words with blanks between them."""

from __future__ import annotations

from typing import Any

import typer


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
