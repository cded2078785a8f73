"""Who may use the wizard in a browser: whoever opens the one-time address first, in that browser alone."""

from __future__ import annotations

import contextlib
import hashlib
import ipaddress
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from urllib.parse import urlsplit

from aiohttp import web

from nianbao.files import remembered

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_BYTES = 24  # of randomness, in the address and in the cookie
_DAYS = 30  # for which a browser keeps the cookie, also when it is closed meanwhile
_BROWSER = "browser"  # under which it is remembered which browser was let in
_USED = "这个地址已经用过，或者写得不完整。请回到运行 nianbao serve 的窗口，停止后重新运行，用新的地址打开。"
_FOREIGN = "请求来自别的网页，没有受理。"
_ELSEWHERE = "这个网址不是本程序打印的地址，没有受理。通过域名打开时，请用 --name 写明这个域名再运行。"


class Admission:
    """Lets the first browser in by the token of the address, and later by the cookie that it got then.

    The address is used up by a request that a page of ours makes, not by looking at it: programs that
    preview links (in chats and mails) look at every address they see.

    A server for this machine alone remembers the browser that was let in last, by a digest of its cookie in
    the user's state folder: it gets in again after the server was started anew. One that others can reach
    remembers nobody beyond its own end.
    """

    def __init__(self, names: Iterable[str] = (), *, remembers: bool = False) -> None:
        """``names`` are host names by which this server may be asked for, beside those of the machine."""
        self.token = secrets.token_urlsafe(_BYTES)
        self._used = False
        self._cookie = secrets.token_urlsafe(_BYTES)
        self._remembers = remembers
        # Cookies belong to a host, not to a port: servers of two users, or for the network, must not undo
        # each other. Those of one user on his own machine know the same browser.
        own_name = secrets.token_hex(4)
        if remembers:
            with contextlib.suppress(FileNotFoundError):
                own_name = _digest(str(remembered.folders()[0]))[:8]
        self._name = f"nianbao-{own_name}"
        own = ("localhost", socket.gethostname(), socket.getfqdn(), *names)
        self._names = frozenset(name.lower().rstrip(".") for name in own)

    def refusal(self, request: web.Request) -> str:
        """Why a request is refused, in words; empty if it may pass."""
        if words := self.foreign(request):
            return words
        cookie = request.cookies.get(self._name, "")
        if not (_equal(cookie, self._cookie) or self._is_remembered(cookie)):
            return _USED
        if self._fits(request.query):
            self._used = True  # the address has led where it should: into a browser that is known
        return ""

    def opens(self, request: web.Request) -> bool:
        """Whether the request looks at the one-time address and the address is not used up."""
        return request.method == "GET" and not self.foreign(request) and self._fits(request.query)

    async def welcome(self, request: web.Request) -> web.StreamResponse | None:
        """Use the one-time address up and give the cookie; None if the token is wrong or used."""
        if self.foreign(request) or not self._fits({"token": await request.text()}):
            return None
        self._used = True
        response = web.Response(status=204)
        # Lax, not Strict: the address may be opened from a chat or a mail, which is another site.
        response.set_cookie(
            self._name, self._cookie, max_age=_DAYS * 86_400, httponly=True, samesite="Lax", path="/"
        )
        if self._remembers:
            until = int(time.time()) + _DAYS * 86_400
            remembered.save(_BROWSER, {"cookie_sha256": _digest(self._cookie), "until": until})
        return response

    def _is_remembered(self, cookie: str) -> bool:
        """Whether this is the cookie of the browser that was let in last, perhaps by another server."""
        if not (self._remembers and cookie):
            return False
        match remembered.load(_BROWSER):
            case {"cookie_sha256": str(digest), "until": int(until)}:
                return time.time() < until and _equal(_digest(cookie), digest)
        return False

    def _fits(self, values: Mapping[str, str]) -> bool:
        return not self._used and _equal(values.get("token", ""), self.token)

    def foreign(self, request: web.Request) -> str:
        """Why a request of another site's page is refused: under a name of its own that it lets point here
        (DNS rebinding), or from its origin, where the browser would bring the cookie along."""
        if not self._is_own(request.host):
            return _ELSEWHERE
        origin = request.headers.get("Origin")
        if origin is None:  # browsers tell it with every POST
            return "" if request.method in {"GET", "HEAD"} else _FOREIGN
        return _FOREIGN if urlsplit(origin).netloc != request.host else ""

    def _is_own(self, host: str) -> bool:
        """A name of this machine, or a bare IP address, which no foreign name server can point elsewhere."""
        try:
            name = urlsplit(f"//{host}").hostname or ""
        except ValueError:  # a bracket without its other half
            return False
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return name.rstrip(".") in self._names
        return True


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode(errors="replace")).hexdigest()


def _equal(given: str, right: str) -> bool:
    return secrets.compare_digest(given.encode(errors="replace"), right.encode())
