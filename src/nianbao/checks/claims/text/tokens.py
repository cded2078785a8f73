"""A line of text as a row of tokens: words of the lexicon, quantities, marks, and the rest as opaque runs."""

import re
from collections.abc import Sequence
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from nianbao.checks.claims.claim import Quantity, Span
from nianbao.checks.claims.text.quantities import MYRIAD, in_chinese, meant, near, negative, rate
from nianbao.checks.claims.words.lexicon import Lexicon, Word
from nianbao.checks.claims.words.roles import Role
from nianbao.model.figure import Number, half_width
from nianbao.model.numbering import NUMERALS, numbering
from nianbao.model.reference import REFERENCE
from nianbao.patterns import regex

_QUOTED = regex(
    r"《[^》]{0,200}》|〔[^〕]{0,200}〕|\[[^\]]{0,200}\]|https?://[\w./?=&%:-]+|www\.[\w./?=&%-]+"
)
# elsewhere a full-width comma separates
_GROUPING = regex(r"(?<=[０-９])，(?=[０-９])|(?<=(?<!\d)[1-9])，(?=\d{3}(?!\d))")
_COMMA = "﹐"  # stands for that comma in the compact text, where "," groups digits
_WHOLE_YEAR = regex(
    r"(?:\d{4}年)?1月1日起?(?:至|到|[-—–~－]+)(?:\d{4}年)?12月31日(?:止|期间)?|1月?(?:至|到|[-—–~－]+)12月份?"
)
_DATE = regex(r"(?:\d{4}年)?(?P<month>\d{1,2})月(?:份|(?P<day>\d{1,2})日|底|末|(?!\d))")
_LASTING = (
    rf"(?:[半数几多]|[{NUMERALS}两\d]{{1,3}}[余多几])年"
    rf"|[{NUMERALS}两半数几\d]{{1,3}}个?多?(?:月|季度|周|星期)"
)
_SPOKEN = rf"[{NUMERALS}]{{1,2}}月(?:[{NUMERALS}]{{1,3}}[日号]|份|初|[上中下]旬)"  # 十二月二十八日
_SPAN = regex(
    rf"(?:{_LASTING})(?:以?来|间|之?内|里)|近[{NUMERALS}两\d]+年(?:以?来|间|内)?|[{NUMERALS[1:]}两]年(?:多?来|间)|{_SPOKEN}|\d{{4}}年?度?(?:至|到|[-—–~－]+)\d{{4}}(?:学年|年)度?(?:期间|间)?|\d{{4}}[、和与及]\d{{4}}年度?|\d{{4}}年度?以来"
)
_YEAR = regex(r"\d{4}年度?")
_NUMBER = regex(
    r"(\d{1,3}(?:,\d{3})+(?!\d)|\d+)(\.\d+)?(?P<most>[余多来]?)(?P<myriad>万?)(?P<more>[余多]?)", re.ASCII
)
_CHINESE_DIGITS = f"{NUMERALS}两百千零〇"
_CHINESE = regex(rf"[{_CHINESE_DIGITS}]+(?P<most>[余多来]?)(?P<myriad>)(?P<more>)")
_NUMBER_OF = regex(r"(?:(?<!负)数量?(?:为|是|达|共|:)?|[均皆件]为)$")
_HOTLINE = regex(r"12[0-3]\d\d|9[56]\d{3,4}", re.ASCII)  # short numbers of services
_USUAL = "件"  # what most is counted in
# 1.收到5件。2.答复5件; 一是收到5件; 一类是公开，5件
_ITEM = regex(
    rf"\d{{1,2}}[.、](?!\d(?!\d{{3}}年))|[其第]?[{NUMERALS[:9]}](?:类|种|项|部分)?[是为]|[其第][{NUMERALS[:9]}](?=[,:{_COMMA}])"
)


class Mark(StrEnum):
    """Tokens that are no words."""

    END = "end"
    SEMICOLON = "semicolon"
    COMMA = "comma"
    COLON = "colon"
    OPEN = "open"
    CLOSE = "close"
    QUANTITY = "quantity"
    PERCENT = "percent"
    ZERO = "zero"  # a nought without measure
    YEAR = "year"  # a year that is none of the three the lexicon knows
    OPAQUE = "opaque"


_MARKS = {
    "。": Mark.END,
    "!": Mark.END,
    "?": Mark.END,
    ";": Mark.SEMICOLON,
    ",": Mark.COMMA,
    _COMMA: Mark.COMMA,
    ":": Mark.COLON,
    "/": Mark.COMMA,
    "|": Mark.COMMA,
    "(": Mark.OPEN,
    ")": Mark.CLOSE,
}
_MARKS |= dict.fromkeys("①②③④⑤⑥⑦⑧⑨⑩⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩", Mark.COMMA)  # ①收到5件②答复5件
_MARKS |= dict.fromkeys("●○■□◆◇▲△▶►★☆▪▫※→➢➤✓✔", Mark.COMMA)  # what stands before the items of a list
_BEGINNING = {Mark.END, Mark.SEMICOLON, Mark.COLON, Mark.COMMA}
_NAMES = {Role.TOPIC, Role.ACT, Role.ACTOR, Role.OTHER, Role.REST}
_DIGITS = "0123456789"
_MOST_DIGITS = 18  # with commas; more are no count, but identifiers run together
_SPANS = frozenset("近两半数几多" + NUMERALS)  # how several years begin that are no dates
# two characters each
_AFTER = {"左右": Role.ABOUT, "上下": Role.ABOUT, "以上": Role.ABOVE, "以内": Role.BELOW}
_WILL = "将"
UNTIL = ("截至", "截止", "截止到", "截至到")
_THRESHOLD = regex(r"以下|以[上内](?:\(含|的)|\(含[^()]{0,8}\)以[上下内]")  # 10件以下（含10件）的不收费
# by which rule something was done
_BY_RULE = regex(
    r"(?:按照|根据|依据|依照|按|依)《[^《》]{1,60}》(?:第[^,，。;；]{1,12}?条)?(?:的?(?:有关|相关)?(?:规定|要求))?"
)
_BETWEEN = "的了"  # never part of another word
_QUOTES = frozenset("“”‘’\"'「」…")
_BRACKETS = "-{《〔[hw按根依"  # how titles, addresses, references, rules and what is below nought begin
# how all begins that is no word, without numbers in Chinese and with these
_NO_WORDS = frozenset((*_QUOTES, *_MARKS, *_BRACKETS, *_DIGITS, *_SPANS, "|", "."))
_BEGINS = _NO_WORDS | {*_CHINESE_DIGITS}


class Token(NamedTuple):
    """A piece of the line. ``word`` is set for words of the lexicon, ``quantity`` for numbers."""

    kind: Role | Mark
    text: str
    span: Span
    word: Word | None = None
    quantity: Quantity | None = None

    @property
    def names(self) -> bool:
        """Whether it can name what is counted, what came of it, or by whom it was handed in."""
        return self.word is not None and bool(self.word.topic or self.word.acts or self.word.actors)


class _Compact:
    """The line in half width and without spaces, with the way back to the places in the line."""

    def __init__(self, line: str) -> None:
        words = line.split()
        self.line = line
        self._places: Sequence[int] = range(len(line) + 1)
        if words != [line]:
            self._places = [i for i, each in enumerate(f"{line}.") if not each.isspace()]
        marks = "".join(words).replace("——", _COMMA * 2)  # what stands before the items of a list
        self.text = half_width(_GROUPING.sub(",", marks).replace("，", _COMMA))

    def span(self, start: int, end: int) -> Span:
        return self._places[start], self._places[end - 1] + 1


def tokens(line: str, lexicon: Lexicon, *, heading: bool = True) -> list[Token]:
    """The tokens of a line, as far as a sentence may tell anything by a word or digit that it has; of a
    heading those of the first sentence at least. Its official number is left out.
    """
    return _Tokeniser(line, lexicon).run(heading=heading)


class _Tokeniser:
    def __init__(self, line: str, lexicon: Lexicon) -> None:
        self._compact = _Compact(line)
        self._text = self._compact.text
        self._lexicon = lexicon
        self._opaque = -1
        self._begins = True  # whether a clause begins here
        self._named = -1  # where a word ends that can name a number

    def run(self, *, heading: bool) -> list[Token]:
        found: list[Token] = []
        last = max((told.end() for told in self._lexicon.telling.finditer(self._text)), default=0)
        if not (last or heading):
            return found
        number = numbering(self._text)
        position = len(self._text) - len(number.rest) if number else 0
        while position < len(self._text):
            if self._begins:
                self._begins = False
                if item := _ITEM.match(self._text, position):
                    position = item.end()
                    continue
            begun = self._at(position)
            if begun is None or self._is_within(begun, position):
                self._opaque = position if self._opaque < 0 else self._opaque
                position = self._next(position + 1)
                continue
            if self._opaque >= 0:
                found.append(self._run(position))
            token, position = begun
            if token is not None:
                self._begins = token.kind in _BEGINNING
                self._named = position if token.kind in _NAMES else self._named
                found.append(token)
                if token.kind is Mark.END and position >= last:
                    return found
        if self._opaque >= 0:
            found.append(self._run(position))
        return found

    def _next(self, position: int) -> int:
        """The first place from here on where anything may begin: most of a text is not known."""
        text, begins = self._text, self._lexicon.begins
        for place in range(position, len(text)):
            first = text[place]
            if first in begins or first in _BEGINS or text[place : place + 2] in begins:
                return place
        return len(text)

    def _is_within(self, found: tuple[Token | None, int], position: int) -> bool:
        """Whether a word of one letter is part of an unknown one: 地 in 土地科."""
        token, end = found
        if token is None or token.kind is not Role.FREE or end > position + 1 or token.text in _BETWEEN:
            return False
        return self._opaque >= 0 and end < len(self._text) and self._at(end) is None

    def _run(self, end: int) -> Token:
        """What is not known before a place."""
        begin, self._opaque = self._opaque, -1
        return self._token(Mark.OPAQUE, begin, end)

    def _at(self, position: int) -> tuple[Token | None, int] | None:
        """What begins at the position, and where it ends; a token None is passed over."""
        character = self._text[position]
        if character in _NO_WORDS and (found := self._beside_words(character, position)):
            return found
        if (word := self._lexicon.match(self._text, position)) is not None:
            text, meaning = word
            end = position + len(text)
            return self._token(meaning.role, position, end, meaning), end
        if character in _DIGITS and (arabic := _NUMBER.match(self._text, position)):
            return self._number(arabic)
        if character in _CHINESE_DIGITS and (chinese := _CHINESE.match(self._text, position)):
            return self._chinese(chinese)
        return None

    def _beside_words(self, character: str, position: int) -> tuple[Token | None, int] | None:
        """A mark, a title, several years or a date, which no word of the lexicon is."""
        if character in _QUOTES or (character == "|" and self._text[position + 1 : position + 2].isdigit()):
            return None, position + 1  # 新收 | 26件
        if character == "." and not self._text[position + 1 : position + 2].isalnum():
            return self._token(Mark.END, position, position + 1), position + 1
        if character in _MARKS:
            return self._token(_MARKS[character], position, position + 1), position + 1
        if character in _BRACKETS and (match := self._bracketed(position)):
            return match
        if (character in _DIGITS or character in _SPANS) and (span := self._several_years(position)):
            return self._token(Role.PERIOD, position, span.end()), span.end()
        return self._date(position) if character in _DIGITS else None

    def _negative(self, position: int) -> tuple[Token, int] | None:
        """增幅为-4.5%; but 3-5% and 2024-2025 are from one to the other."""
        match = _NUMBER.match(self._text, position + 1)
        before = self._text[position - 1 : position]
        if match is None or (before.isalnum() and before.isascii()) or before == "%":
            return None
        token, end = self._number(match)
        if token.kind is not Mark.PERCENT or token.quantity is None:
            return None
        words, span = f"-{token.text}", (self._compact.span(position, position + 1)[0], token.span[1])
        fallen = negative(token.quantity)._replace(words=words, span=span)
        return Token(Mark.PERCENT, words, span, quantity=fallen), end

    def _several_years(self, position: int) -> re.Match[str] | None:
        """近三年, 2021年至2024年; but 2024年以来 is a word in the report of that year."""
        span, known = _SPAN.match(self._text, position), self._lexicon.match(self._text, position)
        return None if span and known and len(known[0]) >= len(span[0]) else span

    def _bracketed(self, position: int) -> tuple[Token | None, int] | None:
        """Titles and addresses are opaque; a reference that is left is a quantity that nobody knows.

        What begins with a minus is a percentage, if anything. The rule by which it was done is passed over.
        """
        if self._text[position] == "-":
            return self._negative(position)
        if match := REFERENCE.match(self._text, position):
            return self._quantity(match.start(), match.end(), None, "", "")
        if match := _BY_RULE.match(self._text, position):
            return None, match.end()
        if match := _QUOTED.match(self._text, position):
            return self._token(Mark.OPAQUE, position, match.end()), match.end()
        return None

    def _date(self, position: int) -> tuple[Token, int] | None:
        if match := _WHOLE_YEAR.match(self._text, position):
            return self._token(Role.FREE, position, match.end()), match.end()
        known = self._lexicon.match(self._text, position)
        match = _DATE.match(self._text, position)
        if match and not (known and len(known[0]) > len(match[0]) and self._is_ahead(position)):
            last = match["month"] == "12" and (
                match["day"] == "31" or match[0][-1] in "底末" or self._text.endswith(UNTIL, 0, position)
            )
            return self._token(Role.FREE if last else Role.PERIOD, position, match.end()), match.end()
        if known is None and (match := _YEAR.match(self._text, position)):
            return self._token(Mark.YEAR, position, match.end()), match.end()
        return None

    def _is_ahead(self, position: int) -> bool:
        """Whether what is told of a date is yet to be done: 将于2026年1月答复, but not 已于2026年1月答复."""
        return _WILL in self._text[max(0, position - 2) : position]

    def _number(self, match: re.Match[str]) -> tuple[Token, int]:
        position = match.start()
        if self._text[position - 1 : position] == "第" or len(match[1]) > _MOST_DIGITS:
            return self._token(Mark.OPAQUE, position, match.end()), match.end()
        digits = match[1].replace(",", "") + (match[2] or "")
        value: Number = Decimal(digits) if match[2] else int(digits)
        return self._quantity(position, match.end(), value, match["most"] or match["more"], match["myriad"])

    def _chinese(self, match: re.Match[str]) -> tuple[Token, int]:
        position = match.start()
        if told := rate(self._text, position):
            return self._rate(position, *told)
        digits = match[0].removesuffix(match["most"])
        value = in_chinese(digits)
        if value == 0 and not self._lexicon.measure(self._text, match.end()):
            return self._token(Mark.ZERO, position, match.end()), match.end()
        if value is None or not self._counts(position, match.end()):
            return self._token(Mark.OPAQUE, position, match.end()), match.end()
        return self._quantity(position, match.end(), value, match["most"], "")

    def _counts(self, start: int, end: int) -> bool:
        """Whether a Chinese numeral counts something: 收到两件申请, but not 一件事, 第一批, 一次性."""
        measure = self._lexicon.measure(self._text, end)
        after = self._text[end + len(measure) :][:1]
        known = not after or after in _MARKS or after in _QUOTES
        known = known or self._lexicon.match(self._text, end + len(measure)) is not None
        return bool(measure) and known and self._text[start - 1 : start] != "第"

    def _quantity(
        self, start: int, end: int, value: Number | None, more: str, myriad: str
    ) -> tuple[Token, int]:
        measure = self._lexicon.measure(self._text, end)
        if myriad and self._text.startswith("元", end):  # 万 belongs to the measure 万元
            measure, myriad, end = "万元", "", end + 1
        elif self._text.startswith("%", end):
            measure, end = "%", end + 1
        elif not measure and (enclosed := self._enclosed(end)):  # 46（件）
            measure, end = enclosed, end + len(enclosed) + 2
        else:
            end += len(measure)
        measure = measure or self._usual(start, end)
        span = self._compact.span(start, end)
        words = self._compact.line[span[0] : span[1]]
        low, high = meant(value, more, myriad) if value is not None else (0, 0)
        if value is not None and myriad:
            value = value * MYRIAD
        quantity = Quantity(value, low, high, measure, words, span)
        if _THRESHOLD.match(self._text, end):
            return Token(Mark.OPAQUE, words, span, quantity=quantity), end
        if about := _AFTER.get(self._text[end : end + 2]):
            quantity, end = near(quantity, about), end + 2
        if measure == "%":
            return Token(Mark.PERCENT, words, span, quantity=quantity), end
        if not measure:
            nought = value == 0 and not more
            if _HOTLINE.fullmatch(words):  # “12313”受理46件
                return Token(Role.FOREIGN, words, span, quantity=quantity), end
            return Token(Mark.ZERO if nought else Mark.OPAQUE, words, span, quantity=quantity), end
        return Token(Mark.QUANTITY, words, span, quantity=quantity), end

    def _rate(self, start: int, words: str, value: Number, low: Number, high: Number) -> tuple[Token, int]:
        end = start + len(words)
        span = self._compact.span(start, end)
        quantity = Quantity(value, low, high, "%", words, span)
        if about := _AFTER.get(self._text[end : end + 2]):
            quantity, end = near(quantity, about), end + 2
        return Token(Mark.PERCENT, words, span, quantity=quantity), end

    def _enclosed(self, position: int) -> str:
        """The measure that stands alone in brackets, or ""."""
        measure = (
            self._lexicon.measure(self._text, position + 1)
            if self._text[position : position + 1] == "("
            else ""
        )
        return measure if measure and self._text.startswith(")", position + 1 + len(measure)) else ""

    def _usual(self, start: int, end: int) -> str:
        """The measure of a number that has none behind 数量为 or 数: 处理决定数为15."""
        alone = end == len(self._text) or self._text[end] in _MARKS or self._text[end] == "、"
        named = start == self._named  # 部分公开5、不予公开4
        return _USUAL if alone and (named or _NUMBER_OF.search(self._text, max(0, start - 5), start)) else ""

    def _token(self, kind: Role | Mark, start: int, end: int, word: Word | None = None) -> Token:
        return Token(kind, self._text[start:end], self._compact.span(start, end), word)
