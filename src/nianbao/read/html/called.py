"""What a web page calls itself: where its text does not say whose report it is, that may."""

from __future__ import annotations

import html
from collections.abc import Iterator

from nianbao.patterns import regex
from nianbao.read.html.page import decoded

_TITLE = regex(r"(?i)<title\b[^>]{0,200}>([^<]{1,500})</title")
_META = regex(r"(?i)<meta\b[^>]{1,2000}>")
_NAMED = regex(r"(?i)\bname\s*=\s*[\"']?(?:articletitle|title)\b|\bproperty\s*=\s*[\"']?og:title\b")
_CONTENT = regex(r"(?i)\bcontent\s*=\s*(?:\"([^\"]{1,500})\"|'([^']{1,500})')")
_BETWEEN = regex(r"\s*[-_—–|｜>»]+\s*")  # the article, its column and the site
_MOST = 100  # of either; a page has a dozen


def names_of(data: bytes) -> Iterator[str]:
    """What a page calls itself, piece by piece, for people who see its window (title) and for machines:
    government sites put the name of an article into ArticleTitle. Raises Unreadable if it is no web page."""
    text = decoded(data)
    metas = (tag[0] for _, tag in zip(range(_MOST), _META.finditer(text), strict=False))
    contents = (_CONTENT.search(tag) for tag in metas if _NAMED.search(tag))
    titles = (title[1] for _, title in zip(range(_MOST), _TITLE.finditer(text), strict=False))
    for name in (*(found[1] or found[2] for found in contents if found), *titles):
        for piece in _BETWEEN.split(html.unescape(name)):
            yield piece
            yield from piece.split()
