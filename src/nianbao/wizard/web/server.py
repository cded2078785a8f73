"""The wizard through textual-serve: one browser, one wizard, nothing from anywhere else."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shlex
import socket
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote

import aiohttp_jinja2
from aiohttp import WSCloseCode, web
from textual_serve.app_service import AppService
from textual_serve.server import Server, to_int

from nianbao.systems import NO_WINDOW
from nianbao.wizard.web.gate import HEADERS, LIMITS, PATIENCE, Gate
from nianbao.wizard.web.uploads import ENDINGS, FOLDER, Refused, Uploads

_HERE = Path(__file__).parent
_GLANCE = 5.0  # seconds between two looks whether a page is open
_TITLE = "政府信息公开工作年度报告"


class WizardServer(Server):
    """Serves one wizard to the browser that opens its one-time address first.

    A page that is loaded again, or opened in another tab, takes the wizard over from the one before:
    two wizards cannot have one file.
    """

    def __init__(
        self,
        command: Sequence[str],
        listener: socket.socket,
        names: Iterable[str] = (),
        folder: Path | None = None,
    ) -> None:
        """``listener`` is bound to where the server is to be reached; ``names`` are further names of it;
        ``folder`` is that of the report, the current one if there is none yet."""
        host, port = listener.getsockname()[:2]
        super().__init__(shlex.join(command), host, port, _TITLE, templates_path=_HERE)
        self._arguments = tuple(command)
        self.gate = Gate(listener, _TITLE, names)
        self._uploads = Uploads((folder or Path.cwd()) / FOLDER)
        self._turn = asyncio.Lock()
        self._newest: _Visit | None = None
        self._current: _Visit | None = None

    def run(self, started: Callable[[str], None], until_closed: float | None = None) -> None:
        """Serve until the process is told to end, or no page was open for so many seconds; ``started`` gets
        the address when it can be used."""

        async def application() -> web.Application:
            app = await self._make_app()
            if until_closed is not None:
                app.cleanup_ctx.append(partial(self._watched, until_closed))
            return app

        self.gate.run(application(), started)

    async def runner(self) -> web.AppRunner:
        """The server for an event loop that runs already."""
        runner = web.AppRunner(await self._make_app(), **LIMITS)
        await runner.setup()
        return runner

    async def _watched(self, longest: float, _: web.Application) -> AsyncIterator[None]:
        """While the server runs, count the seconds without a page."""

        async def watch() -> None:
            closed = 0.0
            while closed < longest:
                await asyncio.sleep(min(longest, _GLANCE))
                is_open = self._current is not None and not self._current.ended.is_set()
                closed = 0.0 if is_open else closed + min(longest, _GLANCE)
            raise web.GracefulExit

        watching = asyncio.create_task(watch())
        yield
        watching.cancel()

    # ---- what textual-serve asks for

    async def _make_app(self) -> web.Application:
        app = self.gate.application()
        app.router.add_get("/", self.handle_index)
        app.router.add_get("/ws", self.handle_websocket)
        app.router.add_get("/wizard.js", self._script)
        app.router.add_get("/download/{key}", self.handle_download, allow_head=False)  # it is used up
        app.router.add_post("/upload", self._upload)
        app.router.add_post("/turn", self._turned)
        app.router.add_static("/static", self.statics_path)  # unlike textual-serve's, lists no folder
        app.on_shutdown.append(self.on_shutdown)
        return app

    async def on_shutdown(self, app: web.Application) -> None:
        """Let the wizard end properly."""
        await self._end_current()

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page with the terminal. It loads from this server alone."""
        secure = request.headers.get("X-Forwarded-Proto", request.scheme) == "https"
        values = {
            "title": self.title,
            "websocket": f"{'wss' if secure else 'ws'}://{request.host}/ws",
            "accept": ",".join(f".{ending}" for ending in ENDINGS),
            "font_size": to_int(request.query.get("fontsize", ""), 16),
        }
        return aiohttp_jinja2.render_template("terminal.html", request, values)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """Run a wizard for as long as the page is open."""
        visit = _Visit(web.WebSocketResponse(heartbeat=15))
        await visit.websocket.prepare(request)
        self._newest = visit
        async with self._turn:  # the one before lets go of the file first; of many that wait the last starts
            if self._newest is not visit:
                await visit.websocket.close(code=WSCloseCode.GOING_AWAY)
                return visit.websocket
            await self._end_current()
            wizard = await self._started(visit, request)
        try:
            await self._process_messages(visit.websocket, wizard)
        except ConnectionResetError:
            pass  # the page went away while something was sent to it
        finally:
            await wizard.end()
            visit.ended.set()
        return visit.websocket

    async def handle_download(self, request: web.Request) -> web.StreamResponse:
        """A file that the wizard delivers; see :func:`nianbao.wizard.page_driver.deliver`."""
        key = request.match_info["key"]
        try:
            found = await self.download_manager.get_download_metadata(key)
        except KeyError as error:
            raise web.HTTPNotFound from error
        # As an attachment always: a page among the files must not run as one of ours.
        name = f"attachment; filename*=UTF-8''{quote(found.file_name, safe='')}"  # RFC 6266, RFC 8187
        response = web.StreamResponse(headers=HEADERS | {"Content-Disposition": name})
        response.content_type = found.mime_type or "application/octet-stream"
        response.content_length = int(found.name or 0)
        response.force_close()  # so that the browser sees the end of one that falls short
        await response.prepare(request)
        async for chunk in self.download_manager.download(key):
            await response.write(chunk)
        await response.write_eof()
        return response

    async def _upload(self, request: web.Request) -> web.Response:
        """Take a file from the page and tell the wizard of it."""
        try:
            path = await self._uploads.take(request)
        except Refused as refused:
            response = web.Response(status=refused.status, text=str(refused))
            response.force_close()  # the rest of the file is not read
            return response
        await self._tell({"type": "received", "path": str(path)})
        return web.Response(status=201, text=path.name)

    async def _turned(self, request: web.Request) -> web.Response:
        """Show the page before the picture beside the terminal, or the one behind it."""
        await self._tell({"type": "turned", "by": -1 if request.query.get("by") == "-1" else 1})
        return web.Response(status=204)

    async def _tell(self, said: dict[str, Any]) -> None:
        """Tell the wizard, if there is one."""
        visit = self._current
        if visit is not None and visit.wizard is not None and not visit.ended.is_set():
            await visit.wizard.send_meta(said)

    async def _started(self, visit: _Visit, request: web.Request) -> _Wizard:
        """The wizard of a page, running."""
        size = [to_int(request.query.get(key, ""), usual) for key, usual in (("width", 80), ("height", 24))]
        wizard = _Wizard(
            self._arguments,
            write_bytes=visit.websocket.send_bytes,
            write_str=visit.websocket.send_str,
            close=visit.close,
            download_manager=self.download_manager,
        )
        self._current, visit.wizard = visit, wizard
        try:
            await wizard.start(*size)
        except BaseException:
            await wizard.end()
            visit.ended.set()
            raise
        return wizard

    async def _script(self, request: web.Request) -> web.FileResponse:
        return web.FileResponse(_HERE / request.path.removeprefix("/"))

    # ---- one browser, one wizard

    async def _end_current(self) -> None:
        """Close the page that has the wizard, and wait until the wizard has let go of its file."""
        visit, self._current = self._current, None
        if visit is not None and not visit.ended.is_set():
            await visit.websocket.close(code=WSCloseCode.GOING_AWAY)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(visit.ended.wait(), 2 * PATIENCE)


class _Wizard(AppService):
    """A wizard in a process of its own."""

    def __init__(self, arguments: Sequence[str], **attributes: Any) -> None:
        super().__init__(shlex.join(arguments), **attributes)
        self._arguments = arguments

    async def _open_app_process(self, width: int = 80, height: int = 24) -> Process:
        """Without a shell, which would read the names of files in its own way, and without a console."""
        self._process = await asyncio.create_subprocess_exec(
            *self._arguments,
            stdin=PIPE,
            stdout=PIPE,
            stderr=PIPE,
            env=self._build_environment(width=width, height=height),
            creationflags=NO_WINDOW,
        )
        self._stdin = self._process.stdin
        return self._process

    def _build_environment(self, width: int = 80, height: int = 24) -> dict[str, str]:
        usual = super()._build_environment(width, height)
        return usual | {"TEXTUAL_DRIVER": "nianbao.wizard.page_driver:PageDriver"}

    async def run(self) -> None:
        """Pass on what it shows until it has ended. One that is killed does not say so to its page."""
        await super().run()
        await self.remote_close()

    async def on_meta(self, data: bytes) -> None:
        """What the wizard says beside what it shows: see :mod:`nianbao.wizard.page_driver`."""
        match json.loads(data):
            case {"type": "title", "title": str(title)}:
                await self.remote_write_str(json.dumps(["title", title]))
            case {"type": "exit"}:
                self.stdin.close()  # on Windows nothing else ends the thread that waits for keys
                await super().on_meta(data)
            case {"type": "choose_file"}:
                await self.remote_write_str(json.dumps(["choose_file", ""]))
            case {"type": "picture", "png": str(png), "words": str(words)}:
                await self.remote_write_str(json.dumps(["picture", {"png": png, "words": words}]))
            case _:
                await super().on_meta(data)

    async def end(self) -> None:
        """Let it end; one that does not is made to. Its journal has everything either way."""
        process = self._process
        if process is None:
            return
        try:
            async with asyncio.timeout(PATIENCE):
                await self.stop()
                await process.wait()
        except TimeoutError:
            process.kill()
            await process.wait()


class _Visit:
    """One page with a running wizard."""

    def __init__(self, websocket: web.WebSocketResponse) -> None:
        self.websocket = websocket
        self.wizard: _Wizard | None = None
        self.ended = asyncio.Event()

    async def close(self) -> None:
        """Tell the page that the wizard has ended."""
        await self.websocket.close()
