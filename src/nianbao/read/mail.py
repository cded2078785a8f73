"""Mail (.eml) → paragraphs and tables: of the one document that is attached to it, or of its text."""

from __future__ import annotations

import codecs
import email
import email.policy
from email.message import EmailMessage
from pathlib import PurePath

from nianbao.problem import Unreadable
from nianbao.read import is_looked_for, kind_of
from nianbao.read import read as read_document
from nianbao.read.blocks import Block
from nianbao.read.html import archive

_ENDING = ".eml"
_SAVE_THEM = "请先把附件另存出来，再读附件。"


def read(data: bytes) -> list[Block]:
    """What stands in the document attached to a mail, in reading order, or in its text where none is.

    Raises Unreadable if several are attached, or the mail has no text.
    """
    archive.require_usual_size(data)
    message = email.message_from_bytes(data, policy=email.policy.default)
    try:
        content, kind = _document(message)
    except (LookupError, ValueError, TypeError, AttributeError) as error:  # headers written against the rules
        raise Unreadable("这封邮件的写法不对，读不了。", _SAVE_THEM) from error
    return read_document(content, kind)


def _document(message: EmailMessage) -> tuple[bytes, str]:
    """What is to be read of a mail, and of which kind it is."""
    parts = [part for part in message.walk() if isinstance(part, EmailMessage)]
    attached = [(name, part) for part in parts if _is_read(name := part.get_filename() or "")]
    if len(attached) > 1:
        names = "、".join(f"“{name}”" for name, _ in attached)
        raise Unreadable(f"邮件里有{len(attached)}个附件（{names}），不知道要读哪一个。", _SAVE_THEM)
    if attached:
        name, part = attached[0]
        return _bytes(part), kind_of(PurePath(name))
    return _body(message)


def _is_read(name: str) -> bool:
    """Whether an attachment is a document, by its name; a mail in a mail is none."""
    path = PurePath(name)
    return is_looked_for(path) and path.suffix.lower() != _ENDING


def _body(message: EmailMessage) -> tuple[bytes, str]:
    """The text of a mail, as a web page where it has both."""
    body = message.get_body(("html", "plain"))
    if body is None or not isinstance(body, EmailMessage):
        raise Unreadable("这封邮件里没有正文，也没有可以读的附件。", "请确认选对了文件。")
    data = codecs.BOM_UTF8 + str(body.get_content()).encode("utf-8", "replace")
    return data, "html" if body.get_content_type() == "text/html" else "txt"


def _bytes(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""
