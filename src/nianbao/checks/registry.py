"""Every rule as one entry: its code, what it depends on, and the function that looks.

Both ``check`` and the checks that follow every keystroke run what this list says; nothing else names the
rules. An entry is a function in a module of ``checks/rules/``, marked by ``@checks("S101", on=…)`` and called
by its code (``s101_headings``); a new module there is found by itself. Sums of the form and the kinds of its
cells are two entries whose codes the form states.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable, Iterable, Iterator
from enum import Enum, Flag, auto
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from nianbao.checks.coverage import Covers, Place
from nianbao.model.finding import Finding
from nianbao.model.form import Form

if TYPE_CHECKING:
    from nianbao.checks.subject import Subject


class On(Flag):
    """What a rule depends on: it is looked at again when one of these has changed."""

    FIGURES = auto()  # what the cells say, totals included
    TEXT = auto()  # the narrative as typed
    SAID = auto()  # what the narrative says of figures, references resolved
    FACTS = auto()  # agency and its kind, year, date, title, headings, what it was read from
    PRIOR = auto()  # the report of the year before
    WAIVERS = auto()
    COMMENTS = auto()  # of reviewers


class Each(Enum):
    """What a rule is asked about at a time, and what its function gets beside the subject."""

    REPORT = auto()  # nothing
    SECTION = auto()  # the id of a section
    TABLE = auto()  # the id of a section that has a table
    CELL = auto()  # the id of a cell
    SUM = auto()  # a cross-sum of the form
    FINDINGS = auto()  # all findings of all other rules, waived where they are


Codes = Callable[[Form], frozenset[str]]
Finds = Callable[..., Iterable[Finding]]


class Entry(NamedTuple):
    """One rule, or several that are told by the same sentences of the text or by the form.

    ``by_form`` gives the codes where the form states them. ``between_years`` tells that nothing is found
    without the report of the year before, or one beside. ``covers`` tells the places that the rule is about
    and what came of looking at them; it is asked when somebody wants to know what a result rests on, not at
    every keystroke.
    """

    codes: frozenset[str]
    by_form: Codes | None
    on: On
    each: Each
    between_years: bool
    covers: Covers
    find: Finds

    def __call__(self, subject: Subject, *arguments: Any) -> list[Finding]:
        """What the rule finds; the arguments are the subject and what ``each`` says."""
        form = subject.report.form.id
        return [finding._replace(form=form) for finding in self.find(subject, *arguments)]

    def looked(self, *arguments: Any) -> Iterator[tuple[str, Place]]:
        """The places that the rule is about, each with the code of its rule. The arguments are those of
        :meth:`__call__`, without the findings of others."""
        for place in self.covers(*arguments):
            yield place.code or next(iter(self.codes)), place


def checks(
    *codes: str,
    on: On,
    covers: Covers,
    each: Each = Each.REPORT,
    by_form: Codes | None = None,
    between_years: bool = False,
) -> Callable[[Finds], Entry]:
    """Make a function the entry of these codes: ``@checks("S105", on=On.TEXT, covers=_lengths)``.

    ``covers`` takes the same arguments and yields a :class:`~nianbao.checks.coverage.Place` for each place
    that the rule is about; nothing, where the report says nothing that it could check.
    """

    def entry(find: Finds) -> Entry:
        return Entry(frozenset(codes), by_form, on, each, between_years, covers, find)

    return entry


@cache
def entries() -> tuple[Entry, ...]:
    """All entries of all modules in ``checks/rules/``."""
    from nianbao.checks import rules  # here, because the modules of rules use this one

    modules = [
        importlib.import_module(f"{rules.__name__}.{module.name}")
        for module in pkgutil.iter_modules(rules.__path__)
    ]
    return tuple(value for module in modules for value in vars(module).values() if isinstance(value, Entry))


@cache
def depending(on: On) -> tuple[Entry, ...]:
    """The entries that have to be looked at again when this has changed."""
    return tuple(entry for entry in entries() if entry.on & on)


@cache
def between_years(form: Form) -> frozenset[str]:
    """The codes of the rules that need the report of the year before."""
    coded = {code for entry in entries() if entry.between_years for code in entry.codes}
    return frozenset(coded | {cross_sum.rule for cross_sum in form.sums if cross_sum.between_years})


@cache
def stated_by(form: Form) -> frozenset[str]:
    """The codes of the rules that the form itself states: what its sums and its cells must keep."""
    return frozenset().union(*(entry.by_form(form) for entry in entries() if entry.by_form is not None))
