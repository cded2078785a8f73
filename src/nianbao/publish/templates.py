"""A template of templates/, or the office's own in its place, with values put in: by Jinja2.

An office's templates are text that somebody may have been sent, and run in Jinja2's sandbox. What is wrong in
one is told by file and line, one that does not come to an end is ended, and none reads a file outside of its
folder.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from types import FrameType
from typing import Any

from jinja2 import (
    Environment,
    FunctionLoader,
    StrictUndefined,
    TemplateError,
    TemplateNotFound,
    TemplateSyntaxError,
    UndefinedError,
)
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from nianbao.patterns import regex
from nianbao.problem import OutputError, shown
from nianbao.write.look import Look

MOST_STEPS = 600_000  # lines of a template that are run; the longest report takes fifty thousand
LONGEST = 20_000_000  # characters of a page
_LARGEST, _POWER = 1e9, 16  # of numbers that a template multiplies
_MARK = "<template>"  # where the code of templates comes from, before the name
# What Jinja2 says.
_UNDEFINED = regex(r".*'(.+)'(?: is undefined)?")
_UNCLOSED = regex(r".*needs to be closed is '(.+)'\.")
_UNKNOWN = regex(r"No (filter|test) named '(.+)'\.")
_KINDS = {"filter": "过滤器", "test": "判断"}
_FAULTS = (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, AttributeError)


class _TooLong(Exception):
    """A template does not come to an end."""


def rendered(look: Look, name: str, values: dict[str, object]) -> str:
    """The template with its values. Raises OutputError, with file and line, for one that is wrong."""
    environment = _environment(look)
    try:
        with _bounded(look):
            text = environment.get_template(name).render(**values)
    except _TooLong as error:
        raise OutputError(
            f"模板 {shown(_place(error, name))} 没完没了，已经停下；请检查里面的循环。"
        ) from error
    except RecursionError:
        raise OutputError(f"模板 {shown(name)} 自己套用自己，没完没了。") from None
    except MemoryError as error:
        raise OutputError(f"模板 {shown(name)} 要用的内存太多，没有生成。") from error
    except OutputError:
        raise
    except _FAULTS as error:
        raise OutputError(f"模板 {shown(_place(error, name))} {_what(error)}") from error
    if len(text) > LONGEST:
        raise OutputError(f"模板 {shown(name)} 印出的内容太长，没有生成。")
    return text


@cache
def _environment(look: Look) -> Environment:
    kind = _Sandbox if look.folder else Environment  # ours are the program's, and the sandbox takes its time
    return kind(
        loader=FunctionLoader(lambda name: _source(look, name)),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


class _Sandbox(ImmutableSandboxedEnvironment):
    """No template gets at the program, and none makes a text or a number that fills the memory."""

    intercepted_binops = frozenset(("*", "**"))

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        small = (
            isinstance(left, int | float)
            and isinstance(right, int | float)
            and max(abs(left), abs(right)) < _LARGEST
        )
        if not small or (operator == "**" and abs(right) > _POWER):
            raise SecurityError(f"{operator}")
        return super().call_binop(context, operator, left, right)


def _source(look: Look, name: str) -> tuple[str, str, Callable[[], bool]] | None:
    try:
        path = look.find(name)
    except OutputError:
        return None
    try:
        return path.read_text(encoding="utf-8"), f"{_MARK}{name}", lambda: True
    except UnicodeDecodeError as error:
        raise OutputError(f"模板 {shown(name)} 不是 UTF-8 编码，请另存为 UTF-8。") from error


@contextmanager
def _bounded(look: Look) -> Iterator[None]:
    """Ends a template of an office's own after so many steps; ours are known to end."""
    if not look.folder:
        yield
        return
    steps = 0

    def step(frame: FrameType, event: str, argument: Any) -> Any:
        nonlocal steps
        steps += event == "line"
        if steps > MOST_STEPS:
            raise _TooLong
        return step

    def begin(frame: FrameType, event: str, argument: Any) -> Any:
        return step if frame.f_code.co_filename.startswith(_MARK) else None

    before = sys.gettrace()
    sys.settrace(begin)
    try:
        yield
    finally:
        sys.settrace(before)


def _place(error: BaseException, name: str) -> str:
    """The file and the line where it happened: the innermost that is a template's."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.name or name} 第{error.lineno}行"
    frames = [each for each in traceback.extract_tb(error.__traceback__) if each.filename.startswith(_MARK)]
    return f"{frames[-1].filename.removeprefix(_MARK)} 第{frames[-1].lineno}行" if frames else name


def _what(error: BaseException) -> str:
    """What is wrong, in a sentence."""
    match error:
        case TemplateNotFound():
            return f"要用的 {shown(str(error.name))} 不在模板文件夹里。"
        case TemplateSyntaxError():
            return _wrong(str(error.message))
        case SecurityError():
            return "用了模板里不许用的写法，请删去。"
        case UndefinedError():
            name = _UNDEFINED.fullmatch(str(error.message))
            return f"用了没有的名称（{shown(name[1] if name else str(error.message))}）。"
        case _:
            return f"不能执行（Python 的原话：{shown(str(error))}）。"


def _wrong(said: str) -> str:
    """What is wrong with the writing of a template."""
    if unclosed := _UNCLOSED.fullmatch(said):
        return f"少了一个 end{shown(unclosed[1])}，请核对标签是否成对。"
    if unknown := _UNKNOWN.match(said):
        return f"用了没有的{_KINDS[unknown[1]]} {shown(unknown[2])}。"
    return f"写得不对，请核对标签是否成对（Jinja2 的原话：{shown(said)}）。"
