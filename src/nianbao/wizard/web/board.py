"""A region in a browser: how far each member is, its report to be opened, addresses to hand in by."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import sys
from asyncio.subprocess import DEVNULL, PIPE
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import BodyPartReader, web

from nianbao.desk.hand_in import DAYS, FOLDER, MOST, Invitations, NotRemembered, folder_of, opened
from nianbao.files.documents import LARGEST_FILE
from nianbao.problem import InputError, reason
from nianbao.region import kept
from nianbao.region.collected import Collected, Handed
from nianbao.region.papers.standing import findings_of, standings
from nianbao.region.progress import Progress, progress
from nianbao.systems import NO_WINDOW
from nianbao.wizard.web.gate import Gate, refused
from nianbao.wizard.web.server import WizardServer
from nianbao.wizard.web.uploads import Refused, Uploads

HAND_IN = "/hand-in/"  # what begins so is open to whoever has the address
MOST_OPEN = 12  # wizards at a time; the one opened first is closed for another
_PROGRAM = (sys.executable, "-m", "nianbao")
_COLLECTED = {0, 1, 2}  # how ``nianbao collect`` ends when it has collected (cli/frame/exit_code.py)
_USED = "这个上报地址已经用过、过期或者写得不完整。请向汇总单位要一个新的。"
_NOT_REMEMBERED = "没有给出上报地址：一次要的地址太多，或者存不进磁盘。原来给的还有效，请核对后再要。"
_MORE_THAN_FORM = 10_000  # bytes that a form adds to its file


class Board:
    """What is known of a region: collected by ``nianbao collect`` in a process of its own, when asked."""

    def __init__(self, region: Path, year: int, folders: Sequence[Path]) -> None:
        self.region = region
        self.invitations = Invitations(region)
        self.trouble = ""
        self.at: datetime | None = None
        self._at = kept.place_of(region, year)
        self._year = year
        self._folders = folders
        self._turn = asyncio.Lock()
        self._asked = self._seen = 0  # how often was asked to look, and how many of these are answered
        self.collected: Collected | None = None

    async def collect(self) -> None:
        """Look at all files once more. All who ask while that is under way share the next look: sixty
        members may hand in within a minute."""
        self._asked += 1
        mine = self._asked
        async with self._turn:
            if self._seen < mine:
                asked = self._asked
                await self._look()
                self._seen = asked

    async def _look(self) -> None:
        told = b""
        here = self.region.parent / FOLDER
        folders = map(str, dict.fromkeys((*self._folders, here)))
        arguments = ("collect", "--quiet", "--year", str(self._year), "--", str(self.region), *folders)
        try:
            here.mkdir(parents=True, exist_ok=True)
            process = await asyncio.create_subprocess_exec(
                *_PROGRAM,
                *arguments,
                stdin=DEVNULL,
                stdout=DEVNULL,
                stderr=PIPE,
                env={**os.environ, "PYTHONIOENCODING": "utf-8"},  # on Windows it would be GBK
                creationflags=NO_WINDOW,
            )
            _, told = await process.communicate()
            if process.returncode not in _COLLECTED:
                raise OSError(process.returncode)
            self.collected = await asyncio.to_thread(kept.load, self._at)
            self.trouble, self.at = "", datetime.now()  # noqa: DTZ005 - the clock on the wall
        except (OSError, InputError) as error:
            why = reason(error) if isinstance(error, OSError) else str(error)
            self.trouble = told.decode(errors="replace").strip() or f"没有汇总成：{why}。"

    def member(self, name: str) -> Handed | None:
        """The member of a name, at any depth."""
        everybody = self.collected.everybody() if self.collected is not None else ()
        return next((each for each in everybody if each.name == name), None)


class BoardServer:
    """Serves the board to the browser that opens its one-time address first, and to everybody who has one
    the page to hand in by."""

    def __init__(self, board: Board, listener: socket.socket, names: Iterable[str] = ()) -> None:
        """``listener`` is bound to where the server is to be reached; ``names`` are further names of it."""
        self._board = board
        self._listener = listener
        self._names = tuple(names)
        self._title = f"{board.region.stem} 年报汇总"
        self.gate = Gate(listener, self._title, self._names, public=_hands_in)
        self._wizards: dict[str, web.AppRunner] = {}

    def run(self, started: Callable[[str], None]) -> None:
        """Serve until the process is told to end; ``started`` gets the address when it can be used."""
        self.gate.run(self.application(), started)

    async def application(self) -> web.Application:
        """All its pages."""
        app = self.gate.application()
        app.router.add_get("/", self._shown)
        app.router.add_post("/collect", self._collected)
        app.router.add_post("/open", self._opened)
        app.router.add_post("/invite", self._invited)
        app.router.add_get(f"{HAND_IN}{{token}}", self._asked)
        app.router.add_post(f"{HAND_IN}{{token}}", self._handed_in)
        app.on_shutdown.append(self._ended)
        return app

    # ---- for whoever sums up

    async def _shown(self, request: web.Request) -> web.Response:
        board = self._board
        if board.collected is None:
            await board.collect()
        if board.collected is None:
            return refused(request, self._title, board.trouble, status=500)
        rows = [(each, progress(each), findings_of(each.handed)) for each in standings(board.collected)]
        counts = Counter(found for _, found, _ in rows)
        values = {
            "title": f"{board.collected.region.name} {board.collected.year}年度",
            "rows": rows,
            "counts": [(each, counts[each]) for each in Progress],
            "collected": board.collected,
            "at": board.at,
            "trouble": board.trouble,
        }
        return aiohttp_jinja2.render_template("board.html", request, values)

    async def _collected(self, _: web.Request) -> web.Response:
        await self._board.collect()
        return web.Response(status=303, headers={"Location": "/"})

    async def _opened(self, request: web.Request) -> web.Response:
        """Start a wizard on a member's report, at an address of its own, and lead there."""
        member = self._board.member(str((await request.post()).get("member", "")))
        if member is None or self._board.collected is None:
            return refused(request, self._title, "没有这个成员单位。", status=404)
        try:
            path = opened(self._board.collected, member, self._board.region)
        except (OSError, InputError) as error:
            why = reason(error) if isinstance(error, OSError) else str(error)
            return refused(request, self._title, f"没有打开：{why}。", status=507)
        values = {"title": member.name, "address": await self._wizard(member.name, path)}
        return aiohttp_jinja2.render_template("opening.html", request, values)

    async def _wizard(self, member: str, path: Path) -> str:
        """The one-time address of a wizard on a file. One that was open on it before is closed first."""
        await self._closed(member)
        while len(self._wizards) >= MOST_OPEN:
            await self._closed(next(iter(self._wizards)))
        listener = socket.create_server((self._listener.getsockname()[0], 0), family=self._listener.family)
        server = WizardServer([*_PROGRAM, "edit", "--", str(path)], listener, self._names, path.parent)
        self._wizards[member] = runner = await server.runner()
        await web.SockSite(runner, listener).start()
        return server.gate.address

    async def _closed(self, member: str) -> None:
        runner = self._wizards.pop(member, None)
        if runner is not None:
            await runner.cleanup()

    async def _ended(self, _: web.Application) -> None:
        for member in list(self._wizards):
            await self._closed(member)

    async def _invited(self, request: web.Request) -> web.Response:
        """New addresses: for one member, or for all that have not handed in."""
        name = str((await request.post()).get("member", ""))
        collected = self._board.collected
        missing = [each.name for each in collected.missing()] if collected is not None else []
        names = [name] if self._board.member(name) is not None else missing
        try:
            tokens = self._board.invitations.invite(names)
        except NotRemembered:
            return refused(request, self._title, _NOT_REMEMBERED, status=507)
        left_out = len(set(names)) - len(tokens)
        words = f"没有用过的上报地址最多{MOST}个；有{left_out}个单位没有给地址。" if left_out else ""
        start = f"{self.gate.site}{HAND_IN}"
        values = {
            "title": "上报地址",
            "addresses": [(member, start + token) for member, token in tokens.items()],
            "words": words,
            "days": DAYS,
            "alone": self.gate.is_for_this_machine,
        }
        return aiohttp_jinja2.render_template("addresses.html", request, values)

    # ---- for members

    async def _asked(self, request: web.Request) -> web.Response:
        member = self._board.invitations.member_of(request.match_info["token"])
        return self._page(request, member) if member is not None else refused(request, self._title, _USED)

    async def _handed_in(self, request: web.Request) -> web.Response:
        """Keep the file of a member, and use the address up."""
        token = request.match_info["token"]
        member = self._board.invitations.member_of(token)
        if member is None:
            return refused(request, self._title, _USED)
        try:
            if (request.content_length or 0) > LARGEST_FILE + _MORE_THAN_FORM:
                raise Refused(413, f"文件太大，最多{LARGEST_FILE // 1_000_000}兆字节。")
            path = await _kept(request, Uploads(folder_of(self._board.region, member)))
        except Refused as words:
            response = self._page(request, member, trouble=str(words), status=words.status)
            response.force_close()  # the rest of the file is not read
            return response
        self._board.invitations.use_up(token)
        await self._board.collect()
        return self._page(request, member, received=path.name)

    def _page(self, request: web.Request, member: str, status: int = 200, **said: str) -> web.Response:
        collected = self._board.collected
        values: dict[str, Any] = {"title": member, "year": collected.year if collected is not None else None}
        return aiohttp_jinja2.render_template("hand_in.html", request, values | said, status=status)


def _hands_in(request: web.Request) -> bool:
    return request.path.startswith(HAND_IN)


async def _kept(request: web.Request, uploads: Uploads) -> Path:
    """The file of a form, kept. Raises Refused."""
    with contextlib.suppress(ValueError):  # no form at all
        form = await request.multipart()
        part = await form.next()
        if isinstance(part, BodyPartReader) and part.filename:
            return await uploads.keep(part.filename, _chunks(part))
    raise Refused(400, "请先选一个文件。")


async def _chunks(part: BodyPartReader) -> Any:
    while chunk := await part.read_chunk():
        yield chunk
