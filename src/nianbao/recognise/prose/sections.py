"""Sorts the text of a document: title, organ, year, sections, signature, and what stands around it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from nianbao.model.narrative import invisible, tidy
from nianbao.problem import Unreadable
from nianbao.read.blocks import Block, Paragraph, Table
from nianbao.recognise.labels import squeezed, unnumbered, vocabulary_of
from nianbao.recognise.outside import (
    foot_of_page,
    is_furniture,
    is_metadata,
    is_of_site,
    is_page_number,
    is_scrap,
    is_sentence,
    opens_foot,
)
from nianbao.recognise.prose.ending import Signature, signature_in
from nianbao.recognise.prose.headings import headings_in
from nianbao.recognise.prose.titles import (
    Title,
    fuller_name,
    named_by_fields,
    named_by_file,
    spoken_of,
    title_at,
    year_by_text,
)
from nianbao.recognise.tables.placed import Placed, Unplaced
from nianbao.recognise.tables.remains import has_figures, remains_in

_TITLE_LEVEL = 1
_MOST_ABOVE_SIGNATURE = 10  # lines of buttons above a signature, with its own
_LINES_OF_SIGNATURE = 2  # of one whose organ and date stand on lines of their own
NOBODY = "?"  # instead of the name of an organ
_CONTENTS = ("目录", "目次")
_DOTS = " .…·0123456789"


@dataclass
class Prose:
    """All that a document says besides figures. ``headings`` are as found; ``lines`` are by section."""

    title: str = ""
    agency: str = ""
    year: int = 0
    date: datetime.date | None = None
    headings: dict[str, str] = field(default_factory=dict)
    lines: dict[str, list[str]] = field(default_factory=dict)
    unplaced: list[Unplaced] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)


def prose_in(blocks: Sequence[Block], placed: Placed, name: str) -> Prose:
    """Sort the text of a document whose tables are placed. ``name`` is that of its file: what the text
    does not say of organ and year, it may.

    An organ that cannot be told is ``?``, and listed. Raises Unreadable if the year cannot be told.
    """
    return _Sorter(blocks, placed, name).prose


class _Sorter:
    def __init__(self, blocks: Sequence[Block], placed: Placed, name: str) -> None:
        self.prose = Prose()
        self._file = named_by_file(name)
        self._blocks = blocks
        self._placed = placed
        self._form = placed.form
        self._vocabulary = vocabulary_of(placed.form)
        self._texts = [_text(block) for block in blocks]
        numbers = [at for at, block in enumerate(blocks) if isinstance(block, Table)]
        self._table_numbers = {at: number for number, at in enumerate(numbers)}
        owners = {
            at: owner
            for at, number in self._table_numbers.items()
            if (owner := placed.sections[number]) is not None
        }
        self._owners = owners
        self._headings = headings_in(blocks, self._form, owners)
        runs = remains_in(blocks, owners, set(self._headings.values()), self._vocabulary)
        self._remains = {at: run for run in runs for at in run}
        first = min([*self._headings.values(), *owners], default=len(blocks))
        titles = self._titles(first)
        at = max(titles, key=lambda at: (titles[at].complete, at), default=-1)
        self._title = titles.get(at)
        if self._title and self._title.prefix:
            self.prose.outside.append(self._title.prefix)
        self._sort(at + self._title.lines if self._title else self._after_menu(first))
        self._put_around(at if self._title else 0)
        self._sign(titles)

    # ---- title

    def _titles(self, first: int) -> dict[int, Title]:
        """All titles before the first heading; failing that, what the file itself calls the title."""
        places = [at for at in range(first) if self._texts[at]]
        texts = [self._texts[at] for at in places]
        levels = [block.level for at in places if isinstance(block := self._blocks[at], Paragraph)]
        found: dict[int, Title] = {}
        number = 0
        while number < len(places):
            title = title_at(texts, number, levels)
            number += title.lines if title else 1
            if title is not None:
                last = places[number - 1]
                found[places[number - title.lines]] = replace(
                    title, lines=last + 1 - places[number - title.lines]
                )
        if not found:
            marked = [number for number, level in enumerate(levels) if level == _TITLE_LEVEL]
            found = {places[number]: Title(texts[number], "", None) for number in marked}
        return found

    def _after_menu(self, first: int) -> int:
        """Without a title the report begins with the first sentence."""
        sentences = (at for at in range(first) if not is_scrap(self._texts[at]))
        return next(sentences, first)

    # ---- sections

    def _sort(self, begin: int) -> None:
        order = {section.id: number for number, section in enumerate(self._form.sections)}
        heading_at = {at: section for section, at in self._headings.items()}
        current = self._form.sections[0].id
        for at in range(begin, len(self._blocks)):
            text = self._texts[at]
            owner = self._owners.get(at)
            if at in heading_at:
                current = heading_at[at]
                self.prose.headings[current] = text
            elif isinstance(self._blocks[at], Table):
                if owner is not None and owner not in self._headings and order[owner] > order[current]:
                    current = owner
                self._see_table(at, current)
            elif at in self._remains:
                self._see_remains(at, current)
            elif text and not is_page_number(text) and not self._vocabulary.names_block(text):
                self._see_line(text, current)

    def _see_line(self, text: str, current: str) -> None:
        if current == self._form.sections[0].id and self._is_above_preface(text):
            self.prose.outside.append(text)
        elif not self._is_heading_again(text, current):
            self.prose.lines.setdefault(current, []).append(text)

    def _is_heading_again(self, text: str, current: str) -> bool:
        """Whether a line repeats the heading of its section, as titles of tables do. A line that is only a
        number has no words to compare."""
        words = unnumbered(text)
        return bool(words) and words == unnumbered(self.prose.headings.get(current, ""))

    def _is_above_preface(self, text: str) -> bool:
        """Whether a line before the first section belongs to the page, or to a list of contents."""
        if self._is_contents(text) or is_furniture(text):
            return True
        return not self.prose.lines and is_metadata(text)

    def _is_contents(self, text: str) -> bool:
        """Whether a line before the first section belongs to a list of contents."""
        words = unnumbered(text.rstrip(_DOTS))
        return words in _CONTENTS or any(
            words == unnumbered(self._texts[at]) for at in self._headings.values()
        )

    def _see_remains(self, at: int, current: str) -> None:
        """List what a table left behind, once for each run of lines."""
        run = self._remains[at]
        if at != run[0]:
            return
        texts = [text for other in run if (text := self._texts[other]) and not is_page_number(text)]
        if has_figures(texts):
            self.prose.unplaced.append(Unplaced(f"{self._name(current)}，散开的表格", " | ".join(texts)))
        elif texts:
            self.prose.outside.append(" | ".join(texts))

    def _see_table(self, at: int, current: str) -> None:
        """Keep the sentences of a table; a table that is none of the form's is listed."""
        number = self._table_numbers[at]
        for note in self._placed.notes.get(number, ()):
            self.prose.lines.setdefault(current, []).append(_visible(note))
        block = self._blocks[at]
        if self._placed.sections[number] is None and isinstance(block, Table):
            texts = [" ".join(cell.text.split()) for cell in block.cells]
            text = " | ".join(text for text in texts if text and not self._says_nothing(text))
            if text and self._is_of_page(texts, current):
                self.prose.outside.append(text)
            elif text:
                self.prose.unplaced.append(Unplaced(f"{self._name(current)}，另外的表格", text))

    def _says_nothing(self, text: str) -> bool:
        """Whether a cell is a label, or the part of one that the end of a page cut off."""
        return self._vocabulary.knows(text) or self._vocabulary.is_piece(text)

    def _is_of_page(self, texts: Sequence[str], current: str) -> bool:
        """Whether a table arranges what stands above a report or below it on a page."""
        if current == self._form.sections[0].id:
            return any(map(is_furniture, texts)) or all(map(is_metadata, filter(None, texts)))
        return current == self._form.numbered[-1].id and any(map(opens_foot, texts))

    def _name(self, section: str) -> str:
        found = self._form.section(section)
        return found.heading or found.name

    def _put_around(self, begin: int) -> None:
        """What stands before the title and is not said again in the report."""
        said = {squeezed(line) for lines in self.prose.lines.values() for line in lines}
        said |= {squeezed(text) for text in self.prose.headings.values()}
        if self._title:
            said.add(squeezed(self._title.text))
            said |= {squeezed(part) for part in self._texts[begin : begin + self._title.lines]}
        for at in range(begin):
            text = self._texts[at] or self._words_of_table(at)
            if text and squeezed(text) not in said and not is_page_number(text):
                self._leave_out(text, "报告名称以前", of_page=not is_sentence(text))

    def _words_of_table(self, at: int) -> str:
        """What a table says that is none of the form's; empty of others, and of paragraphs."""
        block = self._blocks[at]
        if at in self._owners or not isinstance(block, Table):
            return ""
        return " | ".join(_visible(cell.text) for cell in block.cells if cell.text.strip())

    def _leave_out(self, text: str, place: str, *, of_page: bool) -> None:
        if of_page:
            self.prose.outside.append(text)
        else:
            self.prose.unplaced.append(Unplaced(place, text))

    # ---- who and when

    def _sign(self, titles: dict[int, Title]) -> None:
        """Take the signature off the end, and settle organ and year."""
        prose = self.prose
        self._cut_foot([title.agency for title in titles.values() if title.agency])
        lines = [line for lines in prose.lines.values() for line in lines]
        spoken = list(spoken_of(lines))
        named = [title.agency for title in (*titles.values(), *spoken) if title.agency]
        signature = self._take_signature(named)
        prose.date = signature.date if signature else None
        organ = signature.organ if signature else ""
        titled = self._title.agency if self._title else ""
        prose.agency = fuller_name(titled, [*named, organ]) or organ or next(iter(named), "")
        prose.title = _title_text(self._title) if self._title else ""
        years = {title.year for title in spoken if title.year}
        year = self._title.year if self._title else None
        year = year or (years.pop() if len(years) == 1 else self._year(signature))
        if not year or not prose.agency:
            fields = named_by_fields(self._texts)
            year = year or fields.year or self._file.year
            prose.agency = prose.agency or fields.agency
        if year is None or not self._form_years(year):
            raise Unreadable("没有找到报告的年度", "；名称应当写明机关、年度和“政府信息公开工作年度报告”。")
        prose.agency = prose.agency or self._file.agency
        if not prose.agency:
            prose.agency = NOBODY
            prose.unplaced.append(Unplaced("机关的名称", "没有找到，记作“?”；报告名称或落款应当写明机关"))
        prose.year = year

    def _form_years(self, year: int) -> bool:
        return 2000 <= year <= 2099

    def _year(self, signature: Signature | None) -> int | None:
        """The year of a report whose title names none: by its text, be it torn into pieces of lines, if the
        signature does not object."""
        lines = [line for lines in self.prose.lines.values() for line in lines]
        by_text = year_by_text(lines) or year_by_text(["".join(lines)])
        if signature is None:
            return by_text
        return by_text if by_text == signature.date.year - 1 else signature.date.year - 1

    def _cut_foot(self, organs: Sequence[str]) -> None:
        """Take the foot of a web page off the last section. The signature of the report stays, by one of the
        ``organs`` that its titles name: buttons may stand above it."""
        last = self._last_section()
        if last is None:
            return
        lines = self.prose.lines[last]
        begin = foot_of_page(lines)
        below = lines[begin : begin + _MOST_ABOVE_SIGNATURE]
        kept = range(0) if signature_in(lines[:begin], organs) else _signature_below(below, organs)
        for at, line in enumerate(lines[begin:]):
            if at not in kept:
                self._leave_out(line, "网页的下方", of_page=is_of_site(line))
        lines[begin:] = [below[at] for at in kept]

    def _take_signature(self, organs: Sequence[str]) -> Signature | None:
        """The signature at the end of the last section, which loses it and what follows it. Failing that,
        one by its organ and date on lines of their own below the title, or at the end of a section."""
        last = self._last_section()
        if last is None:
            return None
        lines = self.prose.lines[last]
        signature = signature_in(lines, organs)
        if signature:
            for line in lines[signature.end :]:
                self._leave_out(line, "落款以后", of_page=is_of_site(line))
            del lines[signature.first :]
            return signature
        while lines and is_furniture(lines[-1]):
            self.prose.outside.append(lines.pop())
        return self._signature_elsewhere(organs)

    def _signature_elsewhere(self, organs: Sequence[str]) -> Signature | None:
        first, *numbered = (section.id for section in self._form.sections)
        for section in (*reversed(numbered), first):
            lines = self.prose.lines.get(section, [])
            found = signature_in(lines[:_LINES_OF_SIGNATURE] if section == first else lines, organs)
            if found is None or not found.organ or found.end - found.first < _LINES_OF_SIGNATURE:
                continue
            if found.first == 0 if section == first else found.end == len(lines):
                del lines[found.first : found.end]
                return found
        return None

    def _last_section(self) -> str | None:
        return next((s.id for s in reversed(self._form.sections) if self.prose.lines.get(s.id)), None)


def _signature_below(lines: Sequence[str], organs: Sequence[str]) -> range:
    """Which lines below buttons are the signature of an organ. None if a sentence stands between, or more
    than its name beside the date."""
    found = signature_in(lines, organs)
    if found is None or any(map(is_sentence, lines[: found.first])):
        return range(0)
    named = any(squeezed(organ).endswith(squeezed(found.organ)) for organ in organs if found.organ)
    return range(found.first, found.end) if named else range(0)


def _title_text(title: Title) -> str:
    return " ".join(title.text.split())


def _text(block: Block) -> str:
    return _visible(block.text.replace("\n", "")) if isinstance(block, Paragraph) else ""


def _visible(text: str) -> str:
    """A line as it can be kept: without control characters and spaces at its ends."""
    if text.isprintable():
        return tidy(text)
    return tidy("".join(" " if c == "\n" else c for c in text if not invisible(c)))
