"""Several reports in one workbook, told apart by its sheets: each organ has one, or several named alike."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from nianbao.model.form import Form
from nianbao.model.form_words import table_name
from nianbao.problem import shown
from nianbao.read.blocks import Block, Notice, sheet_of
from nianbao.recognise.prose.titles import looks_like_organ, named_by_file
from nianbao.words import without_spaces

_FEWEST_TABLES = 2  # of the sheets of one organ
_SIGNS = re.compile(r"[-_—－·.,，、:：()（）【】\[\]《》“”\"'0-9０-９]+")
_MOST_NAMED = 20  # organs that a sentence lists


@dataclass(frozen=True)
class Organ:
    """The sheets of one of several organs, and what stands in them. ``label`` is what their names share;
    empty where they are named as those of a single report are."""

    label: str
    sheets: tuple[str, ...]
    blocks: tuple[Block, ...]

    @property
    def name(self) -> str:
        """What it can be asked for by, where its text does not name it."""
        return self.label or self.sheets[0]

    def named_by(self, file: str) -> str:
        """What stands in for the name of its file: the organ by its sheets, the year by the file's name."""
        year = named_by_file(file).year
        return f"{self.label}{year}年报告" if year and not named_by_file(self.label).year else self.label


def organs_in(
    blocks: Sequence[Block], sections: Mapping[str, Sequence[str]], form: Form
) -> tuple[Organ, ...]:
    """The organs of a workbook; none if they cannot be told apart with certainty. ``sections`` has the
    sections of the tables in each sheet."""
    whole = all(len(set(own)) >= _FEWEST_TABLES for own in sections.values())
    labels = {sheet: sheet if whole else _label(sheet, form) for sheet in sections}
    together: dict[str, list[str]] = {}
    for sheet, label in labels.items():
        together.setdefault(label, []).append(sheet)
    tables = [[section for sheet in sheets for section in sections[sheet]] for sheets in together.values()]
    clear = all(
        max(Counter(own).values()) == 1 and (len(own) >= _FEWEST_TABLES or looks_like_organ(label))
        for label, own in zip(together, tables, strict=True)
    )
    if not clear or len(together) < 2 or "" in sections:
        return ()
    for sheet in dict.fromkeys(map(sheet_of, blocks)):
        goes_with = _label_of_cover(sheet, together)
        if sheet and sheet not in sections and goes_with is not None:
            together[goes_with].append(sheet)
    return tuple(
        Organ(label, tuple(sheets), tuple(block for block in blocks if _is_of(block, sheets)))
        for label, sheets in together.items()
    )


def are_of_organs(sheets: Iterable[str]) -> bool:
    """Whether sheets that have the same table are called as different organs are."""
    return sum(map(looks_like_organ, set(sheets))) > 1


def asked_for(organ: str, names: Iterable[tuple[str, Sequence[str]]]) -> list[int]:
    """Which of several are meant by a name, each told by all that it is called: those that are called so,
    else those of which it is a part of the name."""
    wanted = without_spaces(organ)
    called = [[without_spaces(name) for name in (first, *others) if name] for first, others in names]
    exact = [at for at, own in enumerate(called) if wanted in own]
    return exact or [at for at, own in enumerate(called) if any(wanted in name for name in own)]


def listed(named: Sequence[tuple[str, Sequence[str]]]) -> str:
    """Organs with their sheets, in words."""
    words = [f"{shown(name)}（{_sheets(sheets)}）" for name, sheets in named[:_MOST_NAMED]]
    return "、".join(words) + ("等" if len(named) > _MOST_NAMED else "")


def _is_of(block: Block, sheets: Sequence[str]) -> bool:
    """Whether a block stands in some sheets; what is told of the whole file belongs to each."""
    sheet = sheet_of(block)
    return sheet in sheets or (isinstance(block, Notice) and not sheet)


def _sheets(sheets: Sequence[str]) -> str:
    return f"工作表{'、'.join(f'“{shown(sheet)}”' for sheet in sheets)}"


def _label(sheet: str, form: Form) -> str:
    """The name of a sheet without the words for the tables of a form, and without numbers and signs at its
    ends; the number alone where nothing else is left."""
    words = {name for each in form.numbered for name in (each.name, each.heading, table_name(each)) if name}
    text = without_spaces(sheet)
    for word in sorted(words, key=len, reverse=True):
        text = text.replace(without_spaces(word), "", 1)
    bare = _SIGNS.sub("", text)
    return text.strip("-_—－·.,，、:：") if bare else _number(text)


def _label_of_cover(sheet: str, labels: Iterable[str]) -> str | None:
    """The label of the sheets that one without tables goes with, such as a cover; None if it is not clear."""
    known = set(labels)
    within = [label for label in known if label and not label.isdecimal() and label in without_spaces(sheet)]
    if within:
        return max(within, key=len)
    return _number(sheet) if _number(sheet) in known else None


def _number(sheet: str) -> str:
    return "".join(re.findall(r"[0-9０-９]+", sheet))
