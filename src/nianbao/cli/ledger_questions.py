"""Questions about a ledger: asked at a terminal, or written into the mapping to be filled in."""

from __future__ import annotations

import sys
from dataclasses import replace

import click

from nianbao.cli import say
from nianbao.ledger.mapping import COLUMNS, KINDS, By, Decided, Meaning
from nianbao.ledger.matched import Matched, Question
from nianbao.ledger.places import Places
from nianbao.ledger.sheets import Ledger
from nianbao.ledger.wording import question
from nianbao.ledger.words import LedgerWords

_SPLIT = "按另一列再分"


def can_ask() -> bool:
    """Whether somebody sits at the terminal."""
    return sys.stdin.isatty() and sys.stderr.isatty()


def ask(asked: Question, decided: Decided, ledger: Ledger, words: LedgerWords) -> Decided:
    """Ask one question; what was decided, with the answer in it."""
    say.note(f"\n{question(asked, words)}")
    splits = asked.table != COLUMNS and not asked.by and len(ledger.offered) > 1
    answer = _chosen((*asked.options, *((_SPLIT,) if splits else ())), asked.proposal)
    if asked.table == COLUMNS:
        return replace(decided, columns={**decided.columns, asked.key: answer})
    meanings: dict[str, Meaning] = dict(getattr(decided, asked.table))
    before = meanings.get(asked.by)
    if asked.by and isinstance(before, By):
        meanings[asked.by] = replace(before, words={**before.words, asked.key: answer})
    elif answer == _SPLIT:
        say.note("看哪一列？")
        meanings[asked.key] = By(_chosen(ledger.offered, ""), {})
    else:
        meanings[asked.key] = answer
    return replace(decided, kinds=meanings) if asked.table == KINDS else replace(decided, outcomes=meanings)


def _chosen(options: tuple[str, ...], proposal: str) -> str:
    """One of the options, by its number."""
    width = len(str(len(options)))
    for number, option in enumerate(options, 1):
        say.note(f"  {number:>{width}} {option}")
    default = options.index(proposal) + 1 if proposal in options else None
    number = click.prompt(
        f"写序号{f'，按回车是“{proposal}”' if default else ''}",
        type=click.IntRange(1, len(options)),
        default=default,
        show_default=False,
        err=True,
    )
    return options[number - 1]


def notes(matched: Matched, places: Places) -> dict[str, str]:
    """The comments of a mapping that somebody is to fill in."""
    words = places.words
    kinds = "、".join(choice.name for choice in places.kinds)
    outcomes = "、".join(choice.name for choice in places.outcome_choices())
    found = {
        "columns": "\n".join(
            ["台账的列名。没有这一列的写“没有”（必填的除外）："]
            + [f"  {each.id}：{each.ask}{'，必填' if each.needed else ''}" for each in words.fields]
        ),
        "kinds": f"申请人类型。可以填：{kinds}。",
        "outcomes": f"办理结果。可以填：{outcomes}。\n"
        '一种写法要看另一列才分得清的，写成：{ by = "列名", "那一列的写法" = "过程性信息" }',
    }
    for asked in matched.questions:
        if not asked.by:
            found[f"{asked.table}.{asked.key}"] = "待填" + (
                f"，可能是“{asked.proposal}”" if asked.proposal else ""
            )
    return found
