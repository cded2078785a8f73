"""A good ledger that is still empty: the columns that are counted, with the words of the form to choose
from."""

from __future__ import annotations

import datetime

from nianbao.ledger.places import Choice, Places
from nianbao.ledger.words import Field, Holds
from nianbao.write.xlsx.register import ListColumn, OtherList, Register

_WIDTHS = {Holds.DATE: 13, Holds.KIND: 16, Holds.OUTCOME: 44, Holds.MARK: 10}
_OTHER_WIDTH = 18
_NAME = "台账"


def blank_ledger(places: Places, disputes: Places, agency: str, year: int) -> Register:
    """The lists for an agency and a year: applications, and reviews and suits. The columns are known by their
    names alone: they may be moved, and others put between them."""
    notes: list[tuple[str, ...]] = [
        (f"{agency}{year}年依申请公开台账",),
        ("一行一件申请（复议、诉讼一行一件案子），没有发生的空着。",),
        ("列的次序可以换，可以加别的列；列名请不要改。",),
        ("年底用 nianbao tally 算出报告的表格；申请人的信息不会写到这个文件以外。",),
    ]
    name = disputes.words.disputes.template_name
    for sheet, each in ((_NAME, places), (name, disputes)):
        notes += [(f"工作表“{sheet}”",), ("列", "怎么填", "例"), *_explained(each, year)]
    return Register(
        title=notes[0][0],
        name=_NAME,
        columns=_columns(places),
        notes_name="说明",
        notes=tuple(notes),
        made=datetime.date(year, 1, 1),
        others=(OtherList(name, _columns(disputes)),),
    )


def _explained(places: Places, year: int) -> list[tuple[str, ...]]:
    """Each column with a hint and an example."""
    examples = {
        Holds.DATE: datetime.date(year, 3, 5).isoformat(),
        Holds.KIND: places.kinds[0].name,
        Holds.OUTCOME: _full(places.outcomes[0]),
        Holds.MARK: places.words.yes_no[1],
    }
    return [(field.name, field.hint, examples[field.holds]) for field in places.words.fields]


def _columns(places: Places) -> tuple[ListColumn, ...]:
    fields = {field.id: field for field in places.words.fields}
    return tuple(
        _column(fields[each], places) if each in fields else ListColumn(each, "", _OTHER_WIDTH)
        for each in places.words.template
    )


def _column(field: Field, places: Places) -> ListColumn:
    choices: tuple[str, ...] = ()
    match field.holds:
        case Holds.KIND:
            choices = tuple(choice.name for choice in places.kinds)
        case Holds.OUTCOME:
            choices = tuple(map(_full, places.outcomes))
        case Holds.MARK:
            choices = places.words.yes_no
    width = _WIDTHS[field.holds]
    return ListColumn(field.name, field.hint, width, choices, is_date=field.holds is Holds.DATE)


def _full(choice: Choice) -> str:
    """The form's own text, with that of its group before it."""
    return f"{choice.group} {choice.label}".strip()
