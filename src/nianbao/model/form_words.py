"""How sentences of the law name the parts of a form, so that they are right for every form.

In forms/rules.toml ``{part[problems]}`` stands for 第五部分, ``{table[applications]}`` for 表三,
``{name[overview]}`` for 总体情况, ``{item[applications.received]}`` for 第一项,
``{mark[applications.outcomes]}`` for （七）, ``{name[applications.other_reasons]}`` for 其他原因,
``{form[parts]}`` for 六, the number of parts with a heading, and ``{form[notice]}`` for the notice that
gives the form.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from nianbao.model.form import Entry, Form, Section
from nianbao.model.numbering import numbering, numeral
from nianbao.patterns import regex

_PLACEHOLDER = regex(r"\{(?P<word>[a-z_]+)\[(?P<of>[a-z0-9_.,]+)\]\}")


def filled(text: str, form: Form) -> str:
    """The text with the words of a form put in; other placeholders stay.

    Raises LookupError with the section, row or column that the form has not.
    """

    def words(match: re.Match[str]) -> str:
        return WORDS[match["word"]](form, match["of"])

    return _PLACEHOLDER.sub(words, text)


def part_number(section: Section) -> str:
    """The Chinese number in the heading of a section: 五. LookupError if it has none."""
    official = numbering(section.heading)
    if official is None:
        raise LookupError(section.id)
    return numeral(official.value)


def table_name(section: Section) -> str:
    """What a section's table is called: 表三, or the section's name where it has no number."""
    return f"表{part_number(section)}" if numbering(section.heading) else section.name


def _part(form: Form, of: str) -> str:
    return f"第{'、'.join(part_number(_section(form, name)) for name in of.split(','))}部分"


def _table(form: Form, of: str) -> str:
    return table_name(_section(form, of))


def _mark(form: Form, of: str) -> str:
    mark = _entry(form, of).mark
    if not mark:
        raise LookupError(of)
    return mark


def _item(form: Form, of: str) -> str:
    return f"第{'、'.join(_mark(form, name) for name in of.split(','))}项"


def _name(form: Form, of: str) -> str:
    return _entry(form, of).name if "." in of else _section(form, of).name


def _section(form: Form, name: str) -> Section:
    found = next((section for section in form.sections if section.id == name), None)
    if found is None:
        raise LookupError(name)
    return found


def _entry(form: Form, of: str) -> Entry:
    """A row or a column, group or leaf, by section and id."""
    section, _, name = of.partition(".")
    table = _section(form, section).table
    for block in table.blocks if table else ():
        for top in (*block.rows, *block.columns):
            found = next((entry for entry in top.walk() if entry.id == name), None)
            if found is not None:
                return found
    raise LookupError(of)


def _form(form: Form, of: str) -> str:
    return {"notice": form.notice, "parts": numeral(len(form.numbered))}[of]


WORDS: dict[str, Callable[[Form, str], str]] = {
    "form": _form,
    "part": _part,
    "table": _table,
    "mark": _mark,
    "item": _item,
    "name": _name,
}
