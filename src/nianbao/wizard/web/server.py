"""The wizard through textual-serve: one browser, one wizard, nothing from anywhere else."""

from __future__ import annotations

import asyncio
import contextlib
import os
import shlex
import socket
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

import aiohttp_jinja2
from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

from nianbao.wizard.web.admission import Admission, Handler

_HERE = Path(__file__).parent
_PATIENCE = 5.0  # seconds that a wizard may take to end
_TITLE = "政府信息公开工作年度报告"
_HEADERS = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; font-src 'self'; "
    "img-src 'self' data:; connect-src 'self' ws://{host} wss://{host}; form-action 'self'; base-uri 'none'"
)


class WizardServer(Server):
    """Serves one wizard to the browser that opens its one-time address first.

    A page that is loaded again, or opened in another tab, takes the wizard over from the one before:
    two wizards cannot have one file.
    """

    def __init__(self, command: Sequence[str], listener: socket.socket) -> None:
        """``listener`` is bound to where the server is to be reached."""
        host, port = listener.getsockname()[:2]
        super().__init__(_shell(command), host, port, _TITLE, templates_path=_HERE)
        self._listener = listener
        self._admission = Admission()
        self._current: _Visit | None = None

    @property
    def address(self) -> str:
        """Where the wizard can be opened, once."""
        host = socket.gethostname() if self.host in {"0.0.0.0", "::"} else self.host  # noqa: S104 - compared
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/?token={self._admission.token}"

    def run(self, started: Callable[[str], None]) -> None:
        """Serve until the process is told to end; ``started`` gets the address when it can be used."""

        async def tell(_: web.Application) -> None:
            started(self.address)

        async def application() -> web.Application:
            app = await self._make_app()
            app.on_startup.append(tell)
            return app

        web.run_app(
            application(), sock=self._listener, print=None, access_log=None, shutdown_timeout=_PATIENCE
        )

    # ---- what textual-serve asks for

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._admit)
        app.router.add_get("/wizard.js", self._script)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Say nothing: the command tells the address."""

    async def on_shutdown(self, app: web.Application) -> None:
        """Let the wizard end properly."""
        await self._end_current()

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page with the terminal. It loads from this server alone."""
        secure = request.headers.get("X-Forwarded-Proto", request.scheme) == "https"
        values = {
            "title": self.title,
            "websocket": f"{'wss' if secure else 'ws'}://{request.host}/ws",
            "font_size": to_int(request.query.get("fontsize", ""), 16),
        }
        return aiohttp_jinja2.render_template("terminal.html", request, values)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a wizard for as long as the page is open."""
        visit = _Visit(web.WebSocketResponse(heartbeat=15))
        await visit.websocket.prepare(request)
        await self._end_current()
        self._current = visit
        size = [to_int(request.query.get(key, ""), usual) for key, usual in (("width", 80), ("height", 24))]
        wizard = _Wizard(
            self.command,
            write_bytes=visit.websocket.send_bytes,
            write_str=visit.websocket.send_str,
            close=visit.close,
            download_manager=self.download_manager,
        )
        try:
            await wizard.start(*size)
            await self._process_messages(visit.websocket, wizard)
        except ConnectionResetError:
            pass  # the page went away while something was sent to it
        finally:
            await wizard.end()
            visit.ended.set()
        return visit.websocket

    async def _script(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(_HERE / "wizard.js")

    # ---- one browser, one wizard

    @web.middleware
    async def _admit(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        response: web.StreamResponse | None = None
        words = self._admission.refusal(request)
        if words and request.path == "/":
            response = self._admission.welcome(request)
        if response is None and words:
            values = {"title": self.title, "words": words}
            response = aiohttp_jinja2.render_template("refused.html", request, values, status=403)
        if response is None:
            response = await handler(request)
        if not response.prepared:
            response.headers.update(_HEADERS)
            response.headers["Content-Security-Policy"] = _POLICY.format(host=request.host)
        return response

    async def _end_current(self) -> None:
        """Close the page that has the wizard, and wait until the wizard has let go of its file."""
        visit, self._current = self._current, None
        if visit is not None and not visit.ended.is_set():
            await visit.websocket.close(code=WSCloseCode.GOING_AWAY)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(visit.ended.wait(), 2 * _PATIENCE)


class _Wizard(AppService):
    """A wizard in a process of its own."""

    async def end(self) -> None:
        """Let it end; one that does not is made to. Its journal has everything either way."""
        process = self._process
        if process is None:
            return
        try:
            async with asyncio.timeout(_PATIENCE):
                await self.stop()
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


class _Visit:
    """One page with a running wizard."""

    def __init__(self, websocket: web.WebSocketResponse) -> None:
        self.websocket = websocket
        self.ended = asyncio.Event()

    async def close(self) -> None:
        """Tell the page that the wizard has ended."""
        await self.websocket.close()


def _shell(command: Sequence[str]) -> str:
    """The command for the shell through which textual-serve starts it; the shell gives way to it."""
    return subprocess.list2cmdline(command) if os.name == "nt" else f"exec {shlex.join(command)}"
