"""Who may use the wizard in a browser: whoever opens the one-time address first, in that browser alone."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from collections.abc import Awaitable, Callable, Iterable, Mapping
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_BYTES = 24  # of randomness, in the address and in the cookie
_USED = "这个地址已经用过，或者写得不完整。请回到运行 nianbao serve 的窗口，停止后重新运行，用新的地址打开。"
_FOREIGN = "请求来自别的网页，没有受理。"
_ELSEWHERE = "这个网址不是本程序打印的地址，没有受理。通过域名打开时，请用 --name 写明这个域名再运行。"


class Admission:
    """Lets the first browser in by the token of the address, and later by the cookie that it got then.

    The address is used up by a request that a page of ours makes, not by looking at it: programs that
    preview links (in chats and mails) look at every address they see.
    """

    def __init__(self, names: Iterable[str] = ()) -> None:
        """``names`` are host names by which this server may be asked for, beside those of the machine."""
        self.token = secrets.token_urlsafe(_BYTES)
        self._used = False
        self._cookie = secrets.token_urlsafe(_BYTES)
        # Cookies belong to a host, not to a port: two servers of one machine must not undo each other.
        self._name = f"nianbao-{secrets.token_hex(4)}"
        own = ("localhost", socket.gethostname(), socket.getfqdn(), *names)
        self._names = frozenset(name.lower().rstrip(".") for name in own)

    def refusal(self, request: web.Request) -> str:
        """Why a request is refused, in words; empty if it may pass."""
        if words := self.foreign(request):
            return words
        return "" if _equal(request.cookies.get(self._name, ""), self._cookie) else _USED

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
        response.set_cookie(self._name, self._cookie, httponly=True, samesite="Lax", path="/")
        return response

    def _fits(self, values: Mapping[str, str]) -> bool:
        return not self._used and _equal(values.get("token", ""), self.token)

    def foreign(self, request: web.Request) -> str:
        """Why a request of another site's page is refused: under a name of its own that it lets point here
        (DNS rebinding), or from its origin, where the browser would bring the cookie along."""
        if not self._is_own(request.host):
            return _ELSEWHERE
        origin = request.headers.get("Origin")
        return _FOREIGN if origin is not None and urlsplit(origin).netloc != request.host else ""

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


def _equal(given: str, right: str) -> bool:
    return secrets.compare_digest(given.encode(errors="replace"), right.encode())
