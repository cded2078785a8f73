"""What a web page has instead of a report, or beside a part of one: attachments, further pages, scripts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from nianbao.problem import shown
from nianbao.read.html.page import decoded, parsed
from nianbao.words import shortened, without_spaces

_DOCUMENTS = re.compile(r"\.(?:docx?|pdf|wps|ofd|xlsx?|zip|rar)(?:[?#].*)?", re.IGNORECASE)
_ENDED = re.compile(r".*?" + _DOCUMENTS.pattern, re.IGNORECASE)
_FURTHER = re.compile("下一页|后一页|下页|第[2二]页")
_LITTLE = 200  # characters: a page with less says nothing itself
_LONGEST = 60
_GONE = re.compile("404|不存在|找不到|已删除|被删除")
# What is in other files, or is done by a script; data for machines is none.
_UNSEEN = re.compile(rb"<script(?![^>]*json)|<link[^>]*stylesheet|<[^>]*\son[a-z]{3,}\s*=", re.IGNORECASE)


def instead(page: bytes) -> str:
    """Where the report may be that is not on a page; empty if nothing tells."""
    root = parsed(decoded(page))
    if (names := list(_attached(root))) != []:
        return f"报告像是网页的附件：“{names[0]}”。请下载附件以后核对。"
    for element in root.iter("iframe", "frame"):
        if address := str(element.get("src", "")):
            return f"报告像是在嵌入的网页里：“{_short(address)}”。请核对那个网址。"
    if any(str(each.get("http-equiv", "")).lower() == "refresh" for each in root.iter("meta")):
        return "网页会自己转到别的网址，请核对转到的网址。"
    etree.strip_elements(root, "script", "style", with_tail=False)
    words = without_spaces("".join(map(str, root.itertext())))
    if len(words) < _LITTLE and _GONE.search(words):
        return "网页上写的是找不到或者已经删除，请核对网址。"
    if "javascript" in words.lower() or (len(words) < _LITTLE and _UNSEEN.search(page)):
        return "网页的内容要由浏览器运行脚本才有。请用浏览器打开，另存以后加 --published 核对。"
    return ""


def beside(page: bytes) -> Iterator[str]:
    """What is to be told of a page whatever stands on it."""
    links = parsed(decoded(page)).iter("a")
    if any(_FURTHER.search(without_spaces("".join(map(str, link.itertext())))) for link in links):
        yield "网页有“下一页”，报告可能分在几页上；只核对了这一页。"
    if _UNSEEN.search(page):
        yield "网页的脚本和另外的样式文件没有看，请再用浏览器看一遍。"


def _attached(root: etree._Element) -> Iterator[str]:
    """The names of documents that a page leads to."""
    for link in root.iter("a"):
        name = "".join(map(str, link.itertext())).strip()
        address = str(link.get("href", ""))
        if _ENDED.fullmatch(address) or _ENDED.fullmatch(name):
            yield _short(name or address)


def _short(text: str) -> str:
    return shown(shortened(text, _LONGEST))
