"""A web page that a browser or Word saved as a single file (.mht, .mhtml), by the rules of mail."""

from __future__ import annotations

import base64
import email
from email.message import Message

from nianbao.problem import Unreadable

LARGEST_FILE = 20_000_000  # bytes, with its pictures
MOST_LINES = 400_000
MOST_PARTS = 5_000
DEEPEST = 50  # parts within parts

_MULTIPART = b"content-type: multipart/"
_IN_THE_PAGE = "cid:css-"  # what browsers call the style sheets that stood in the page itself
_OTHER_FILE = "请用浏览器打开它，另存为“网页，仅 HTML”后再试。"


def is_archive(data: bytes) -> bool:
    """Whether a file is one, by its beginning."""
    head = data[:4096].lower()
    return head.lstrip().startswith(b"mime-version:") or b"multipart/related" in head


def require_usual_size(data: bytes) -> None:
    """Raise Unreadable if a file with parts has more of them, or more in it, than any page or mail."""
    lower = data.lower()
    is_large = len(data) > LARGEST_FILE or lower.count(b"\n") > MOST_LINES
    if is_large or lower.count(_MULTIPART) > DEEPEST or lower.count(b"\n--") > MOST_PARTS:
        raise Unreadable("文件太大，不像一份年度报告。", "请确认选对了文件。")


def page_in(data: bytes) -> bytes:
    """The page in it, with the style sheets that stood in the page itself; the website's are left out.

    Raises Unreadable if there is none, or more than any page has.
    """
    require_usual_size(data)
    parts = list(email.message_from_bytes(data).walk())
    page = next((content for part in parts if (content := _content(part, "text/html")) is not None), None)
    if page is None:
        raise Unreadable("这个网页文件里没有正文。", _OTHER_FILE)
    for part in parts:
        name = str(part.get("Content-Location", ""))
        if name.startswith(_IN_THE_PAGE):
            sheet = base64.b64encode(_content(part, "text/css") or b"")
            page = page.replace(name.encode(), b"data:text/css;base64," + sheet, 1)
    return page


def _content(part: Message, kind: str) -> bytes | None:
    content = part.get_payload(decode=True) if part.get_content_type() == kind else None
    return content if isinstance(content, bytes) else None
