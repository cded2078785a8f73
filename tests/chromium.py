"""A headless browser, driven through the DevTools protocol. No more of it than the tests need."""

from __future__ import annotations

import asyncio
import base64
import contextlib
import itertools
import re
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest

EXECUTABLE = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
NEEDED = pytest.mark.skipif(EXECUTABLE is None, reason="no Chromium is installed")
_FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
    "--window-size=1000,700",
)
_LISTENING = re.compile(rb"DevTools listening on (ws://\S+)")
PATIENCE = 30  # seconds for anything to happen

# What is drawn on a canvas is not in the page: listen to the pen instead.
_LISTEN = """
window.drawn = new Set();
const pen = CanvasRenderingContext2D.prototype;
const fillText = pen.fillText;
pen.fillText = function (text, ...place) {
  window.drawn.add(text);
  return fillText.call(this, text, ...place);
};
"""


class Gone(RuntimeError):
    """The page became another one while it was asked something."""


class Chromium:
    """A running browser."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self._answers: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._pages: dict[str, Page] = {}

    async def page(self) -> Page:
        """A new page with cookies of its own."""
        context = await self.call("Target.createBrowserContext")
        target = await self.call(
            "Target.createTarget", url="about:blank", browserContextId=context["browserContextId"]
        )
        attached = await self.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        page = Page(self, attached["sessionId"], context["browserContextId"])
        self._pages[attached["sessionId"]] = page
        for domain in ("Page", "Network", "Runtime"):
            await page.call(f"{domain}.enable")
        await page.call("Page.addScriptToEvaluateOnNewDocument", source=_LISTEN)
        return page

    async def call(self, method: str, session: str = "", **parameters: Any) -> dict[str, Any]:
        """Call a method of the protocol."""
        number = next(self._numbers)
        self._answers[number] = asyncio.get_running_loop().create_future()
        message = {"id": number, "method": method, "params": parameters}
        await self._socket.send_json(message | ({"sessionId": session} if session else {}))
        return await asyncio.wait_for(self._answers[number], PATIENCE)

    async def listen(self) -> None:
        """Sort what the browser says."""
        async for message in self._socket:
            data = message.json()
            if "id" in data:
                answer = self._answers.pop(data["id"])
                if "error" in data:
                    why = data["error"]["message"]
                    answer.set_exception((Gone if "navigated" in why else RuntimeError)(why))
                else:
                    answer.set_result(data["result"])
            elif page := self._pages.get(data.get("sessionId", "")):
                page.heard(data["method"], data["params"])


class Page:
    """A page. ``requests`` are the addresses it asked for, ``received`` what came by websocket, ``context``
    the browser's name for what has cookies of its own."""

    def __init__(self, browser: Chromium, session: str, context: str) -> None:
        self._browser = browser
        self._session = session
        self.context = context
        self.requests: list[str] = []
        self.received = ""
        self.problems: list[str] = []

    async def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        return await self._browser.call(method, self._session, **parameters)

    def heard(self, method: str, data: dict[str, Any]) -> None:
        match method:
            case "Network.requestWillBeSent":
                self.requests.append(data["request"]["url"])
            case "Network.webSocketCreated":
                self.requests.append(data["url"])
            case "Network.webSocketFrameReceived":
                payload = data["response"]["payloadData"]
                if data["response"]["opcode"] == 2:
                    self.received += base64.b64decode(payload).decode(errors="replace")
            case "Runtime.exceptionThrown":
                self.problems.append(str(data["exceptionDetails"]))

    async def go(self, address: str) -> None:
        await self.call("Page.navigate", url=address)

    async def value(self, expression: str) -> Any:
        result = await self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        return result["result"].get("value")

    async def drawn(self) -> str:
        """All that was ever drawn on a canvas."""
        return str(await self.value("[...window.drawn].join('')"))

    async def type(self, text: str) -> None:
        """Press keys that print something."""
        for character in text:
            await self.call("Input.dispatchKeyEvent", type="keyDown", text=character, key=character)
            await self.call("Input.dispatchKeyEvent", type="keyUp", key=character)

    async def press(self, key: str, code: int, *, ctrl: bool = False) -> None:
        """Press a key by its name and its Windows key code."""
        held = 2 if ctrl else 0
        for kind in ("rawKeyDown", "keyUp"):
            await self.call(
                "Input.dispatchKeyEvent",
                type=kind,
                key=key,
                code=key,
                windowsVirtualKeyCode=code,
                modifiers=held,
            )

    async def picture(self) -> bytes:
        return base64.b64decode((await self.call("Page.captureScreenshot"))["data"])


@contextlib.asynccontextmanager
async def chromium(profile: Path) -> AsyncIterator[Chromium]:
    """Start the browser with a folder of its own, and end it."""
    assert EXECUTABLE is not None
    process = await asyncio.create_subprocess_exec(
        EXECUTABLE,
        *_FLAGS,
        f"--user-data-dir={profile}",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
    )
    assert process.stderr is not None
    try:
        while not (found := _LISTENING.search(await asyncio.wait_for(process.stderr.readline(), PATIENCE))):
            assert process.returncode is None
        rest = asyncio.create_task(process.stderr.read())
        address = found[1].decode()
        async with aiohttp.ClientSession() as client, client.ws_connect(address, max_msg_size=0) as socket:
            browser = Chromium(socket)
            listening = asyncio.create_task(browser.listen())
            yield browser
            await browser.call("Browser.close")
            await listening
        await rest
    finally:
        if process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                process.terminate()
        await process.wait()
