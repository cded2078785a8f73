"""What stands around a report on the page of a web site: ways to other pages, dates, counters, buttons."""

from __future__ import annotations

import re
from collections.abc import Sequence

from nianbao.model.document_words import document_words
from nianbao.model.figure import half_width
from nianbao.model.numbering import numbering
from nianbao.recognise.prose.titles import looks_like_organ
from nianbao.words import without_spaces

_LONGEST = 60
_LONGEST_NAME = 8  # characters of what stands before a colon in the data of a page
_FILE_NAME = re.compile(r".*\.(?:docx?|pdf|xlsx?|wps|et|ofd|zip|rar|jpe?g|png)\b.{0,20}", re.IGNORECASE)
_DATE = r"(?:19|20)\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?"
_TIME = r"(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
_STAMP = re.compile(rf"[(\[]?(?P<who>\S{{0,30}}?)\s*{_DATE}{_TIME}\s*(?:星期.)?[)\]]?")
_NAMED = re.compile(r"(?P<name>[^:。，；]{1,16}?)\s*:.*")
_PAGE_NUMBER = re.compile(r"[-—–―－\s]*(?:第?\s*\d{1,3}\s*页?(?:\s*[/,共]+\s*\d{1,3}\s*页?)?)[-—–―－\s]*")
_DASHED = re.compile(r"[-—–―－]\s*\d{1,3}\s*[-—–―－]")
_RULE = re.compile(r"[\s=_*~—–\-·.>»|┆]{3,}")
_ENDS = ("。", "；", "！", "？")
_MOMENT = re.compile(r"20\d\d\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*日?\s*\d{1,2}:\d\d")


def is_page_number(text: str) -> bool:
    """Whether a line is a page number between dashes, or "第 3 页"."""
    plain = half_width(text).strip()
    if _DASHED.fullmatch(plain) or _RULE.fullmatch(plain):
        return True
    return "页" in plain and _PAGE_NUMBER.fullmatch(plain) is not None


def is_furniture(text: str) -> bool:
    """Whether a line belongs to the web page rather than to what stands on it."""
    plain = half_width(text).strip()
    if len(plain) > _LONGEST or plain.endswith("。"):
        return False
    return document_words().page.furniture.search(plain) is not None


def is_metadata(text: str) -> bool:
    """Whether a line between the title and the first sentence belongs to the page: what it is filed under,
    by whom and when it was put there, and buttons."""
    plain = half_width(text).strip()
    if is_sentence(text) or len(plain) > _LONGEST:
        return False
    named = _NAMED.fullmatch(plain)
    if named and _is_filed(without_spaces(named["name"])) and numbering(text) is None:
        return True
    stamp = _STAMP.fullmatch(plain)
    if _MOMENT.search(plain) and not any(stop in plain for stop in "，。；"):
        return True
    if is_furniture(text) or (stamp and (not stamp["who"] or looks_like_organ(stamp["who"]))):
        return True
    return is_buttons(text)


def is_buttons(text: str) -> bool:
    """Whether a line has nothing but the words on buttons of a page, be it without any space between."""
    plain = half_width(text).strip()
    return len(plain) <= _LONGEST and (
        not plain or document_words().page.buttons.fullmatch(plain) is not None
    )


def _is_filed(name: str) -> bool:
    return len(name) <= _LONGEST_NAME and document_words().page.data.search(name) is not None


def is_scrap(text: str) -> bool:
    """Whether a line is so short that nobody would miss it: an entry of a menu, a button."""
    return len(text.strip()) <= 20 and not is_sentence(text)


def is_sentence(text: str) -> bool:
    """Whether a line is running text that ends as sentences do."""
    return text.rstrip().endswith(_ENDS)


def is_of_site(text: str) -> bool:
    """Whether a line at the foot of a page speaks of the page or leads to another, or says nothing whole."""
    return not is_sentence(text) or _speaks_of_site(text)


def foot_of_page(lines: Sequence[str]) -> int:
    """With which of the last lines of a report the foot of the web page begins; their number if none does.

    Nothing of the report follows it. A list of files may stand before it, and belongs to it.
    """
    at = next((at for at, line in enumerate(lines) if opens_foot(line)), len(lines))
    while at and _FILE_NAME.fullmatch(lines[at - 1]) and not is_sentence(lines[at - 1]):
        at -= 1
    if at and at < len(lines) and half_width(lines[at - 1]).strip() in ("附件:", "附件"):
        at -= 1
    return at


def opens_foot(text: str) -> bool:
    """Whether the foot of a page begins with a line: with ways to other pages, or who keeps the site."""
    plain = half_width(text).strip(" 【[(〖●■▶>")
    if len(plain) > 2 * _LONGEST or (is_sentence(text) and not _speaks_of_site(plain)):
        return False
    words = without_spaces(plain)
    if words and len(words) > 1 and is_buttons(text):
        return True
    page = document_words().page
    return words.startswith(page.foot) or page.foot_anywhere.search(words) is not None


def _speaks_of_site(text: str) -> bool:
    return document_words().page.site.search(text) is not None
