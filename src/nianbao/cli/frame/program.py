"""The program around the commands: loads them when asked for, ends failures with a sentence and a code."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn

import click

from nianbao.cli.frame import say
from nianbao.cli.frame.console import make_safe
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.problem import InputError, OutputError, Refusal

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


_SPEAK_UTF_8 = "请把终端和系统的语言设置改成 UTF-8（如 export LC_ALL=C.UTF-8）再试"


class _Context(click.Context):
    """A context whose help pages are laid out for Chinese."""

    def make_formatter(self) -> click.HelpFormatter:
        from nianbao.cli.frame.page import Page  # here, because a command that does its work shows none

        return Page(width=self.terminal_width, max_width=self.max_content_width)


class _Helped(click.Command):
    """Help pages are laid out for Chinese; the examples at their end stay as they were written."""

    context_class = _Context

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **{"options_metavar": "[选项]", **attributes})

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Refuse words in another encoding than this machine's: they would be written as such. A file may be
        called so, and is found."""
        left = super().parse_args(ctx, args)
        for param in self.params:
            word = ctx.params.get(param.name or "")
            if param.type is click.STRING and isinstance(word, str) and not _is_text(word):
                raise click.BadParameter(f"有不能辨认的字；{_SPEAK_UTF_8}。", ctx, param)
        return left

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        if self.epilog:
            formatter.write_paragraph()
            formatter.write_text(self.epilog)


class Command(_Helped):
    """A command. Its callback returns an ExitCode."""


class Choice(click.Choice[str]):
    """One of several words."""

    def get_invalid_choice_message(self, value: object, ctx: click.Context | None) -> str:
        return f"不能写“{value}”；可以写 {'、'.join(self.choices)}。"


class Offer(NamedTuple):
    """A command as the list of all shows it, and its module."""

    says: str
    module: str


class Program(_Helped, click.Group):
    """All commands by name. The module of each is imported when the command is used, and not to list it."""

    def __init__(self, *, commands: Mapping[str, Offer], **attributes: Any) -> None:
        super().__init__(**attributes)
        self._offers = commands

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(self._offers)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl([(name, offer.says) for name, offer in self._offers.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        # Here, because a command that does its work needs none.
        from click.shell_completion import CompletionItem

        named = [(name, offer.says) for name, offer in self._offers.items() if name.startswith(incomplete)]
        offered = [CompletionItem(name, help=says) for name, says in named]
        return [*offered, *click.Command.shell_complete(self, ctx, incomplete)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in self._offers:
            return None
        command: click.Command = import_module(self._offers[cmd_name].module).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.exceptions.NoSuchCommand as error:
            raise click.exceptions.NoSuchCommand(
                error.command_name, possibilities=self._offers, ctx=ctx
            ) from None

    def main(
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        **extra: Any,
    ) -> NoReturn:
        """Run, and leave the process with an ExitCode; nothing but a bug shows a traceback."""
        make_safe(sys.stdout, sys.stderr)
        name = prog_name or self.name
        run = partial(super().main, args, name, complete_var, standalone_mode=False, **extra)
        code = _exit_code(run)
        _flush_or_drop()
        sys.exit(code)


def _exit_code(run: Callable[[], object]) -> int:
    try:
        try:
            result = run()
        except (click.ClickException, Refusal) as error:
            result = _told(error)
    except (click.Abort, KeyboardInterrupt):
        result = ExitCode.INTERRUPTED
    except SystemExit as end:  # click leaves so after completing a word, and where it meets a closed pipe
        result = ExitCode.FINE if end.code == 0 else ExitCode.PIPE_CLOSED
    except BrokenPipeError:
        result = ExitCode.PIPE_CLOSED
    except OSError as error:
        say.fault(say.refusal(error))
        result = ExitCode.OUTPUT
    except UnicodeEncodeError as error:
        if error.encoding == "utf-8":  # never a file's name
            raise
        lacks = error.object[error.start : error.end]
        say.fault(f"文件名里有这台机器的编码（{error.encoding}）没有的字“{lacks}”；{_SPEAK_UTF_8}。")
        result = ExitCode.OUTPUT
    return result if isinstance(result, int) else ExitCode.FINE


def _told(error: Exception) -> ExitCode:
    """Tell what went wrong and say with which code to end."""
    match error:
        case click.exceptions.NoArgsIsHelpError():
            error.show()
        case click.UsageError():
            if error.ctx is not None:
                say.note(f"{error.ctx.get_usage()}\n用 {error.ctx.command_path} --help 查看详细用法。\n")
            say.fault(wording(error))
        case InputError():
            for problem in error.problems:
                say.fault(str(problem))
        case OutputError():
            say.fault(str(error))
            return ExitCode.OUTPUT
        case _:
            say.fault(str(error))
    return ExitCode.INPUT


def wording(error: click.UsageError) -> str:
    """What is wrong with the command line, in one sentence with Chinese punctuation."""
    match error:
        case click.MissingParameter(param=click.Parameter() as param):
            return f"没有写{_name(param)}。"
        case (
            click.NoSuchOption(possibilities=[_, *_] as near)
            | click.exceptions.NoSuchCommand(possibilities=[_, *_] as near)
        ):
            return f"{error.message}是不是想写 {'、'.join(near)}？"
        case click.BadParameter(param=click.Parameter() as param):
            return f"{_name(param)}：{error.message}"
        case _:
            return error.format_message()


def _is_text(word: str) -> bool:
    """Whether it holds characters alone, no bytes that are none in this machine's encoding."""
    try:
        word.encode()
    except UnicodeEncodeError:
        return False
    return True


def _name(param: click.Parameter) -> str:
    if isinstance(param, click.Argument):
        return (param.metavar or param.human_readable_name).rstrip("…")
    return f"选项 {' / '.join(param.opts)}"


def _flush_or_drop() -> None:
    """Let what stdout does not take go nowhere: the interpreter would complain about it when it ends."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)
