"""What stands before the pages of a server that is for one browser: nobody else gets anything."""

from __future__ import annotations

import contextlib
import ipaddress
import socket
from collections.abc import Callable, Coroutine, Iterable
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
    """Where a server waits for requests, and lets those of the browser that was admitted through."""

    def __init__(
        self,
        listener: socket.socket,
        title: str,
        names: Iterable[str] = (),
        public: Callable[[web.Request], bool] = lambda _: False,
    ) -> None:
        """``listener`` is bound to where the server is to be reached; ``names`` are further names of it.
        ``public`` tells of a request that is not from another site whether anybody may make it; it answers
        for itself then."""
        self._listener = listener
        self._title = title
        self._public = public
        self._admission = Admission(names, remembers=self.is_for_this_machine)

    @property
    def is_for_this_machine(self) -> bool:
        """Whether nobody else can reach the server."""
        return ipaddress.ip_address(self._listener.getsockname()[0]).is_loopback

    @property
    def site(self) -> str:
        """The address under which the server can be reached."""
        host, port = reachable(self._listener), self._listener.getsockname()[1]
        return f"http://{f'[{host}]' if ':' in host else host}:{port}"

    @property
    def address(self) -> str:
        """Where the server can be opened, once."""
        return f"{self.site}/?token={self._admission.token}"

    def application(self) -> web.Application:
        """An application with nothing in it but the way in."""
        app = web.Application(middlewares=[self._admit])
        aiohttp_jinja2.setup(app, loader=FileSystemLoader(HERE), autoescape=True)
        app.router.add_post("/enter", self._entered)
        return app

    def run(
        self, application: Coroutine[None, None, web.Application], started: Callable[[str], None]
    ) -> None:
        """Serve until the process is told to end; ``started`` gets the address when it can be used."""

        async def tell(_: web.Application) -> None:
            started(self.address)

        async def telling() -> web.Application:
            app = await application
            app.on_startup.append(tell)
            return app

        web.run_app(telling(), sock=self._listener, print=None, **LIMITS)

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
