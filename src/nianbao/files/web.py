"""A page from the network: by http and https alone, and no more of it, and no longer, than a page takes."""

from __future__ import annotations

import http.client
import threading
import zlib
from email.message import Message
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import (
    HTTPDefaultErrorHandler,
    HTTPErrorProcessor,
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    OpenerDirector,
    ProxyHandler,
    Request,
    UnknownHandler,
)

from nianbao.files.places import Unreachable
from nianbao.problem import reason, shown

LARGEST_PAGE = 5_000_000  # bytes; a report has 20 kB, portals write up to 1 MB around it
PATIENCE = 30.0  # seconds for the whole of a page
MOST_REDIRECTIONS = 5
_REDIRECTED = range(300, 400)
_GZIP = 31  # window bits of zlib for data with the head of gzip
_PAGES = ("text/html", "application/xhtml+xml", "text/plain")
# Encodings that a website may state in its answer alone, by the codec that reads them.
_ENCODINGS = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs"}
_MARKS = "%/:=&?~#+!$,;'@()*[]"  # stand in addresses as they are


def page(address: str, *, most: int = LARGEST_PAGE, patience: float = PATIENCE) -> bytes:
    """A web page, in UTF-8 where its website alone says that it is in another encoding.

    Raises Unreachable, whose sentence names the address: if there is no such page, if it is none, or takes
    more bytes or seconds than it may, or leads to another kind of address.
    """
    answers: list[bytes | Exception] = []

    def ask() -> None:
        try:
            answers.append(_asked(address, most, patience))
        except HTTPError as error:
            error.close()
            answers.append(error)
        except (OSError, http.client.HTTPException, ValueError, zlib.error, Unreachable) as error:
            answers.append(error)

    # The libraries limit each wait, not their sum: a website that says a byte now and then is left alone.
    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(patience)
    match answers:
        case [bytes() as data]:
            return data
        case [Unreachable() as error]:
            raise error
        case [HTTPError() as error] if error.code in _REDIRECTED:
            raise _fault(address, "网站一再转到别的网址，或者转到了不是网页的地方") from error
        case [HTTPError() as error]:
            raise _fault(address, f"网站没有给出这个网页（回答是 {error.code}）") from error
        case [TimeoutError(errno=None) | URLError(reason=TimeoutError(errno=None))]:
            pass  # the limit of one wait came first
        case [Exception() as error]:
            raise _fault(address, f"打不开，{_why(error)}") from error
    raise _fault(address, f"等了{patience:g}秒还没有读完")


def _asked(address: str, most: int, patience: float) -> bytes:
    asked = Request(_written(address), headers={"User-Agent": "nianbao", "Accept-Encoding": "identity"})  # noqa: S310 - the opener knows two schemes
    with _opener().open(asked, timeout=patience) as answer:
        headers: Message = answer.headers
        if headers.get_content_type() not in _PAGES:
            raise _fault(address, f"这不是网页（{shown(headers.get_content_type())}），请先下载再核对")
        data: bytes = answer.read(most + 1)
    is_whole = len(data) >= min(most, int(headers.get("Content-Length", 0)))
    match headers.get("Content-Encoding", "identity"):
        case "gzip" | "x-gzip":  # sent by some, though nobody asked for it
            unpacking = zlib.decompressobj(_GZIP)
            data = unpacking.decompress(data, most + 1)
            is_whole = unpacking.eof or len(data) > most
        case "identity":
            pass
        case _:
            raise _fault(address, "网站送来的是压缩过的网页，请用浏览器另存以后核对")
    if not is_whole:
        raise _fault(address, "网页没有送完就断了，请再试一次")
    if len(data) > most:
        raise _fault(address, "网页太大，不像一份年度报告")
    return _in_utf8(data, headers.get_content_charset(""))


class _Redirections(HTTPRedirectHandler):
    max_redirections = MOST_REDIRECTIONS


def _opener() -> OpenerDirector:
    """What follows redirections, but only to pages of the same kind: other schemes have no handler."""
    opener = OpenerDirector()
    handlers = (
        ProxyHandler(),
        HTTPHandler(),
        HTTPSHandler(),
        _Redirections(),
        HTTPDefaultErrorHandler(),
        HTTPErrorProcessor(),
        UnknownHandler(),
    )
    for handler in handlers:
        opener.add_handler(handler)
    return opener


def _written(address: str) -> str:
    """The address in ASCII, as it is sent."""
    parts = urlsplit(address)
    host = parts.netloc.encode("idna").decode()
    return urlunsplit((parts.scheme, host, quote(parts.path, _MARKS), quote(parts.query, _MARKS), ""))


def _in_utf8(data: bytes, charset: str) -> bytes:
    """The page in UTF-8, if it is in none and the website says in which it is; what the page itself says is
    for its reader."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        codec = _ENCODINGS.get(charset)
        return data.decode(codec, "replace").encode() if codec else data
    return data


def _why(error: Exception) -> str:
    if isinstance(error, http.client.HTTPException | zlib.error):
        return "网站的回答不完整或者不合规定"
    within = error.reason if isinstance(error, URLError) else error
    if isinstance(within, ValueError) or "no host" in str(within):
        return "网址写法不对，请照浏览器地址栏里的写"
    if isinstance(within, OSError) and (within.errno or isinstance(within, TimeoutError)):
        return reason(within)
    return shown(str(within)) or "网站没有回答"


def _fault(address: str, words: str) -> Unreachable:
    return Unreachable(f"{shown(address)}：{words}。")
