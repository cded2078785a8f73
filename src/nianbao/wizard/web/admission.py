"""Who may use the wizard in a browser: whoever opens the one-time address first, in that browser alone."""

from __future__ import annotations

import secrets
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

from aiohttp import web

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

_BYTES = 24  # of randomness, in the address and in the cookie
_USED = "这个地址已经用过，或者写得不完整。请回到运行 nianbao serve 的窗口，停止后重新运行，用新的地址打开。"
_FOREIGN = "请求来自别的网页，没有受理。"


class Admission:
    """Lets the first browser in by the token of the address, and later by the cookie that it got then."""

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(_BYTES)
        self._used = False
        self._cookie = secrets.token_urlsafe(_BYTES)
        # Cookies belong to a host, not to a port: two servers of one machine must not undo each other.
        self._name = f"nianbao-{secrets.token_hex(4)}"

    def refusal(self, request: web.Request) -> str:
        """Why a request is refused, in words; empty if it may pass."""
        if not _equal(request.cookies.get(self._name, ""), self._cookie):
            return _USED
        origin = request.headers.get("Origin")
        if origin is not None and urlsplit(origin).netloc != request.host:
            return _FOREIGN  # a page of another server on this machine would bring the cookie along
        return ""

    def welcome(self, request: web.Request) -> web.StreamResponse | None:
        """Use the one-time address up: give the cookie, and lead to the address without the token."""
        token = request.query.get("token", "")
        if self._used or request.method != "GET" or not _equal(token, self.token):
            return None
        self._used = True
        response = web.Response(status=303, headers={"Location": "/"})
        # Lax, not Strict: the address may be opened from a chat or a mail, which is another site.
        response.set_cookie(self._name, self._cookie, httponly=True, samesite="Lax", path="/")
        return response


def _equal(given: str, right: str) -> bool:
    return secrets.compare_digest(given.encode(errors="replace"), right.encode())
