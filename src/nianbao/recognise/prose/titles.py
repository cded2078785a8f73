"""The title of a report, the organ and the year that it names."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nianbao.model.document_words import document_words
from nianbao.model.figure import half_width
from nianbao.model.numbering import NUMERALS
from nianbao.patterns import regex
from nianbao.words import without_spaces

LONGEST = 100  # characters of a title
_TITLE_LEVEL = 1
_MOST_LINES = 3
_MOST_PIECES = 8  # the same of a text torn before and after digits
_LONGEST_PIECE = 4  # characters of a line that may be the beginning of the next one there

_DIGITS = "〇零○O" + NUMERALS[:9]
_YEAR = rf"(?<!\d)(?P<year>(?:19|20)\d\d|[二][{_DIGITS}]{{3}})(?!\d)\s*+年?+"
_SUBJECT = r"(?:政府信息|政务|信息)公开(?:(?:和|与|暨|及|、)(?:政府信息|政务)公开)?(?:工作)?"
_END = r"(?:情况)?的?(?:年度)?(?:工作)?(?:年度)?(?:总结)?(?:报告|年报)"
_PATTERNS = tuple(
    regex(pattern)
    for pattern in (
        rf"(?P<agency>.*?)(?:关于)?\s*{_YEAR}(?:度|年度)*\s*(?P<middle>.*?)(?:关于)?{_SUBJECT}{_END}\s*(?:[(](?P<tail>.*)[)])?",
        rf"(?P<agency>.*?)(?:关于)?{_SUBJECT}{_YEAR}(?:度|年度)*{_END}(?P<middle>)(?P<tail>)",
        rf"(?P<agency>.*?)(?:关于)?{_SUBJECT}{_END}\s*[(]?\s*{_YEAR}(?:度|年度)*\s*[)]?(?P<middle>)(?P<tail>)",
        rf"(?P<agency>.*?)(?:关于)?{_SUBJECT}{_END}\s*(?:[(](?P<tail>.*)[)])?(?P<year>)(?P<middle>)",
    )
)
_NAME = r"(?P<agency>[^\s,。;:、《》]{3,30}?)"
_PUBLISHED = r"(?:公布|发布|公开|编制|编写|制作)了?《?"
_SPOKEN_OF = (
    regex(rf"{_YEAR}(?:年度|度)?{_NAME}(?:关于)?{_SUBJECT}{_END}"),
    regex(rf"{_PUBLISHED}{_NAME}(?:关于)?{_YEAR}(?:年度|度)?{_SUBJECT}{_END}"),
)
_BY = regex(rf"报告由{_NAME}(?:负责)?(?:编制|编写|制作)")
_FILE_NAME = regex(rf"(?P<agency>.*?)[\s_-]*{_YEAR}")
_PERIOD = regex(r"((?:19|20)\d\d)年1月1日.{0,12}?12月31日")
_ANY_YEAR = regex(r"(?<!\d)((?:19|20)\d\d)年(?!\d{1,2}月)")
_ORGAN_ENDS = regex(r"[局委厅部府办会院室队所站处社行司园校心街镇乡区县市省]$")
_SECOND_NAME = regex(r"[(（][^()（）]{2,20}[)）]$")  # 市场监督管理局（知识产权局）
_MARK = regex(  # before a title
    r"(?:[【\[][^】\]]{1,8}[】\]]|[(（]图文[)）]|(?:标\s*题|名\s*称|图文)\s*[:：]|名\s+称|标\s+题)\s*"
)
_SITE_NAME = regex(r"(?<=[告报])\s*[-_—|｜]+\s*[^\s\d年]{2,24}$")
_WAY = regex(r"[>»›]")
_DAY = regex(r"\d{4}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d|\d{1,2}:\d\d")
_YEAR_ALONE = regex(rf"\s*[(]?\s*{_YEAR}度?\s*[)]?\s*")
_FIELD = regex(r"[\s\"'{,]*([\u4e00-\u9fff]{2,8})[\s\"']*[:=][\s\"']*([^\s\"':,{}]+)[\s\"',}]*")
_TORN = regex(r"(?:19|20)\d\d")
_NO_ORGAN = {"年", "年度", "度"}
_OF_A_MENU = "政府信息公开"
_DASHES = " -_—|｜"
_STOPS = ("。", "；", "！", "？", "：")


@dataclass(frozen=True, slots=True)
class Title:
    """A title: its text, the organ and year that stand in it (empty or None if they do not), how many
    paragraphs it takes, and the mark that a web site put before it."""

    text: str
    agency: str
    year: int | None
    lines: int = 1
    prefix: str = ""

    @property
    def complete(self) -> int:
        """How much of organ and year it names: an entry of a menu names neither."""
        return 2 * (self.year is not None) + bool(self.agency)


def title_at(lines: Sequence[str], at: int, levels: Sequence[int | None]) -> Title | None:
    """The title that begins at a line, perhaps cut into several, or None."""
    whole = ""
    best: Title | None = None
    torn = any(map(_TORN.fullmatch, lines[at : at + _MOST_LINES]))
    most = _MOST_PIECES if torn else _MOST_LINES
    for count in range(1, min(most, len(lines) - at) + 1):
        line = lines[at + count - 1]
        if not line or len(whole + line) > LONGEST or line.endswith(_STOPS) or _is_of_page(line):
            break
        whole += line
        found = parsed(whole)
        if found is not None:
            begun = count == 1 or _begins_title(lines[at], levels[at])
            if begun and not (count > 1 and _begins_anew(lines, at + count - 1, levels)):
                best = _with_year(replace(found, lines=count), lines[at + count : at + count + 1])
            break
    return replace(best, agency="") if best and torn and _is_cut(best.agency, lines[:at]) else best


def _begins_anew(lines: Sequence[str], at: int, levels: Sequence[int | None]) -> bool:
    """Whether a line is a title by itself, and what stands above it a menu: it alone is marked as a heading,
    or it stands once more below another line, as on the page of a web site and in the report."""
    alone = parsed(lines[at])
    if alone is None or not alone.agency or alone.year is None:
        return False
    marked = levels[at] is not None and levels[at - 1] is None
    above = lines[at - 1]
    return marked or any(two == lines[at] and one != above for one, two in itertools.pairwise(["", *lines]))


def _is_cut(agency: str, before: Sequence[str]) -> bool:
    """Whether a name, in a text torn into pieces, may be only the end of one."""
    return not looks_like_organ(agency) or (bool(before) and len(before[-1]) <= _LONGEST_PIECE)


def _with_year(title: Title, following: Sequence[str]) -> Title:
    """The title with the line below it, if that is the year which it lacks: （2023年度）."""
    if title.year is not None or not following or not _YEAR_ALONE.fullmatch(half_width(following[0])):
        return title
    whole = parsed(title.text + following[0])
    return title if whole is None else replace(whole, lines=title.lines + 1, prefix=title.prefix)


def _is_of_page(line: str) -> bool:
    """Whether a line can be no part of a title: the menu of a web site, the way through it, or a day."""
    if "|" in half_width(line) and parsed(line) is None:
        return True
    return _WAY.search(line) is not None or _DAY.search(half_width(line)) is not None


def _begins_title(line: str, level: int | None) -> bool:
    """Whether a line can be the first part of a title: the name of an organ, or marked as title."""
    plain = half_width(line)
    if level == _TITLE_LEVEL or re.search(_SUBJECT, plain) or re.search(_YEAR, plain):
        return True
    return looks_like_organ(plain)


def looks_like_organ(text: str) -> bool:
    """Whether a text ends as the names of organs do."""
    named = _SECOND_NAME.sub("", text)
    return len(named) > 2 and _ORGAN_ENDS.search(named) is not None


def parsed(text: str) -> Title | None:
    """The title that a text is, or None."""
    whole = text.strip()
    if len(whole) > 2 * LONGEST:
        return None
    mark = _MARK.match(whole)
    prefix = mark[0].strip() if mark else ""
    text = whole[mark.end() :] if mark else whole
    site = _SITE_NAME.search(text)
    if site:
        text = text[: site.start()]
    found = _parsed(text) or _parsed(without_spaces(text))
    if found is None:
        return None
    name = site[0].strip(_DASHES) if site and not found.agency else ""
    return replace(found, prefix=prefix, agency=name if looks_like_organ(name) else found.agency)


def _parsed(text: str) -> Title | None:
    bare = text.strip("《》 \u3000\xa0")
    plain = half_width(bare)
    for pattern in _PATTERNS:
        match = pattern.fullmatch(plain)
        if match is not None and not re.search(r"[。；,;:]", match["agency"] + match["middle"]):
            agency = bare[slice(*match.span("agency"))].strip() or bare[slice(*match.span("middle"))].strip()
            if not agency and _ORGAN_ENDS.search(match["tail"] or ""):
                agency = match["tail"]
            return Title(text, _plain(agency), year_of(match["year"]))
    return None


def _plain(agency: str) -> str:
    name = agency.removeprefix("关于").removesuffix("的").strip(" \u3000-—_*•·◦●=[]|")
    return "" if name in _NO_ORGAN or name.startswith(_OF_A_MENU) else name


def year_of(text: str) -> int | None:
    """A year in digits or in numerals (二〇二三), None if it is none."""
    if text.isdigit() and text.isascii():
        return int(text)
    digits = [
        ("0" if digit in _DIGITS[:4] else str(NUMERALS.index(digit) + 1))
        for digit in text
        if digit in _DIGITS
    ]
    return int("".join(digits)) if len(digits) == 4 else None


def year_by_text(texts: Iterable[str]) -> int | None:
    """The year that a narrative is about: that of the period it states, else the one named most often.

    None if no year is named more often than any other.
    """
    plain = [half_width(text).replace(" ", "") for text in texts]
    stated = {int(year) for text in plain for year in _PERIOD.findall(text)}
    if len(stated) == 1:
        return stated.pop()
    counted = Counter(int(year) for text in plain for year in _ANY_YEAR.findall(text)).most_common(2)
    if not counted or (len(counted) == 2 and counted[0][1] == counted[1][1]):
        return None
    return counted[0][0]


def spoken_of(texts: Iterable[str]) -> Iterator[Title]:
    """The reports that a text speaks of in the words of a title: 2019年度某局政府信息公开报告."""
    for text in map(half_width, texts):
        for spoken in _SPOKEN_OF:
            for match in spoken.finditer(text):
                yield Title(match[0], match["agency"].strip(), year_of(match["year"]))
        for match in _BY.finditer(text):
            if looks_like_organ(match["agency"]):
                yield Title(match[0], match["agency"], None)


def named_by_fields(texts: Iterable[str]) -> Title:
    """What files of data say of organ and year, each by itself: 单位：某局, 年度：2024. Nothing of what is
    told twice and not alike."""
    words = document_words().fields
    found = [
        match for text in texts if len(text) <= LONGEST and (match := _FIELD.fullmatch(half_width(text)))
    ]
    organs = {each[2] for each in found if each[1] in words.organ and looks_like_organ(each[2])}
    years = {
        year_of(year["year"])
        for each in found
        if each[1] in words.year and (year := _YEAR_ALONE.fullmatch(each[2]))
    }
    return Title("", organs.pop() if len(organs) == 1 else "", years.pop() if len(years) == 1 else None)


def named_by_file(name: str) -> Title:
    """What the name of a file, without its suffix, says of organ and year: 某某县教育局2024年报告."""
    found = parsed(name)
    if found is not None:
        return found
    match = _FILE_NAME.match(half_width(name))
    organ = match["agency"].strip() if match else ""
    return Title(name, organ if looks_like_organ(organ) else "", year_of(match["year"]) if match else None)


def fuller_name(agency: str, others: Iterable[str]) -> str:
    """The longest name among others that ends as this one does: 聊城市城管局 for 市城管局."""
    found: Iterator[str] = (other for other in others if agency and other.endswith(agency))
    return max(found, key=len, default=agency)
