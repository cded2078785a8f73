"""What stands before the pages of a server that is for one browser: nobody else gets anything."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from jinja2 import FileSystemLoader

from nianbao.wizard.web.admission import Admission, Handler

HERE = Path(__file__).parent  # where the pages are
PATIENCE = 5.0  # seconds that a wizard may take to end
# A connection may wait thirty seconds without a whole request.
LIMITS: dict[str, Any] = {"access_log": None, "keepalive_timeout": 30.0, "shutdown_timeout": PATIENCE}
HEADERS = {
    "Cache-Control": "no-store",
    # With "no-referrer" browsers send the page's own forms with the origin "null", which is refused.
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; form-action 'self'; base-uri 'none'"
)


class Gate:
    """Lets requests of the browser that was admitted through. ``public`` tells of a request that is not from
    another site whether anybody may make it; it answers for itself then."""

    def __init__(
        self,
        admission: Admission,
        title: str,
        public: Callable[[web.Request], bool] = lambda _: False,
    ) -> None:
        self._admission = admission
        self._title = title
        self._public = public

    def application(self) -> web.Application:
        """An application with nothing in it but the way in."""
        app = web.Application(middlewares=[self._admit])
        aiohttp_jinja2.setup(app, loader=FileSystemLoader(HERE), autoescape=True)
        app.router.add_post("/enter", self._entered)
        return app

    def address(self, listener: socket.socket) -> str:
        """Where a server that waits there can be opened, once."""
        return f"{site(listener)}/?token={self._admission.token}"

    @web.middleware
    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        words = self._admission.refusal(request)
        if words and not self._admission.foreign(request) and self._public(request):
            words = ""
        response = await self._to_stranger(request, words) if words else await handler(request)
        if not response.prepared:
            response.headers.update(HEADERS)
            response.headers["Content-Security-Policy"] = _POLICY.format(host=request.host)
        return response

    async def _to_stranger(self, request: web.Request, words: str) -> web.StreamResponse:
        """What somebody without the cookie gets: the way in, if the address is right, or why not."""
        match request.method, request.path:
            case "GET", "/" if self._admission.opens(request):
                return aiohttp_jinja2.render_template("entry.html", request, {"title": self._title})
            case "GET", "/entry.js" if not self._admission.foreign(request):
                return web.FileResponse(HERE / "entry.js")
            case "POST", "/enter" if admitted := await self._admission.welcome(request):
                return admitted
        return refused(request, self._title, words)

    async def _entered(self, _: web.Request) -> web.Response:
        """A browser that is known already opened the one-time address in two tabs."""
        return web.Response(status=204)


def refused(request: web.Request, title: str, words: str, status: int = 403) -> web.Response:
    """A page that says why something is not done."""
    values = {"title": title, "words": words}
    return aiohttp_jinja2.render_template("refused.html", request, values, status=status)


def is_for_this_machine(listener: socket.socket) -> bool:
    """Whether nobody else can reach it."""
    return ipaddress.ip_address(listener.getsockname()[0]).is_loopback


def site(listener: socket.socket) -> str:
    """The address under which a server can be reached."""
    host, port = reachable(listener), listener.getsockname()[1]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def reachable(listener: socket.socket) -> str:
    """The host under which others find the server. One that waits everywhere is told by the address of
    this machine towards the network: the machine's name is seldom known to others."""
    host = str(listener.getsockname()[0])
    if host not in {"0.0.0.0", "::"}:  # noqa: S104 - compared
        return host
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as towards:
        towards.connect(("192.0.2.1", 9))  # an address for examples (RFC 5737); nothing is sent
        return str(towards.getsockname()[0])
    return socket.gethostname()
