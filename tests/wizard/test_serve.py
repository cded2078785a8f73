"""The wizard in a browser: one address, one browser, one wizard, and nothing from anywhere else."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from types import MappingProxyType
from typing import Any
from urllib.parse import urlsplit

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import make_mocked_request
from yarl import URL

from nianbao.desk.safe import journal
from nianbao.desk.safe.guard import FileGuard
from nianbao.desk.safe.journal import _parsed
from nianbao.desk.safe.replay import replay
from nianbao.files import remembered
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.wizard.web.admission import Admission
from nianbao.wizard.web.gate import LIMITS
from nianbao.wizard.web.server import WizardServer
from nianbao.wizard.web.uploads import FOLDER
from nianbao.write import formats
from tests.chromium import NEEDED, PATIENCE, Gone, Page, chromium

SAMPLES = Path(__file__).parents[2] / "sample_inputs"
RECEIVED = "applications.received.natural_person"
DOWN = "\x1b[B"
IN_TABLE = "F7"  # stands in the footer as soon as the keyboard is in the table

Client = aiohttp.ClientSession


@asynccontextmanager
async def visitor() -> AsyncIterator[Client]:
    """Somebody with a program that keeps cookies."""
    async with Client(cookie_jar=aiohttp.CookieJar(unsafe=True)) as client:
        yield client


async def status(client: Client, address: str, **options: Any) -> int:
    async with client.get(address, **options) as response:
        return response.status


async def enter(client: Client, address: str) -> int:
    """Open the one-time address as a browser does: load the page, and let it make its request."""
    site, _, token = address.partition("?token=")
    await status(client, address)
    async with client.post(f"{site}enter", data=token, headers={"Origin": site.rstrip("/")}) as response:
        return response.status


# ---- who may come in, and what the page loads: the server in this process, with no wizard behind it


@asynccontextmanager
async def serving(folder: Path | None = None) -> AsyncIterator[tuple[str, str]]:
    """A server: its one-time address and the address of its site."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = WizardServer(["false"], listener, ["nianbao.example"], folder)
        runner = await server.runner()
        await web.SockSite(runner, listener).start()
        yield server.gate.address, server.gate.address.partition("?")[0]
        await runner.cleanup()


def with_server(scenario: Callable[[str, str], Awaitable[None]]) -> None:
    """Run a scenario with both addresses of a server."""

    async def run() -> None:
        async with serving() as (address, site):
            await scenario(address, site)

    asyncio.run(run())


def test_the_address_works_once_and_for_one_browser() -> None:
    async def scenario(address: str, site: str) -> None:
        async with visitor() as first, visitor() as second:
            assert await status(first, site) == 403
            assert await status(first, f"{site}?token=") == 403
            assert await status(first, f"{address}x") == 403
            assert await enter(first, f"{address}x") == 403
            async with first.head(address, allow_redirects=False) as looked:
                assert looked.status == 403
            assert await status(second, address) == 200  # a preview of the link does not use it up
            assert await status(second, f"{site}entry.js") == 200
            assert await status(second, site) == 403
            assert await enter(first, address) == 204
            assert await enter(second, address) == 403
            assert await status(second, address) == 403
            assert await status(first, site) == 200
            assert await status(first, address) == 200

    with_server(scenario)


@pytest.mark.parametrize("path", ["", "ws", "static/js/textual.js", "wizard.js", "download/x", "nowhere"])
def test_nothing_is_given_to_strangers(path: str) -> None:
    async def scenario(address: str, site: str) -> None:
        async with visitor() as stranger:
            stranger.cookie_jar.update_cookies({"nianbao": "x", "nianbao-00000000": ""})
            async with stranger.get(site + path) as response:
                assert response.status == 403
                assert "用新的地址打开" in await response.text()

    with_server(scenario)


def test_another_page_of_the_same_machine_cannot_use_the_cookie() -> None:
    async def scenario(address: str, site: str) -> None:
        async with visitor() as client:
            assert await enter(client, address) == 204
            assert await status(client, site, headers={"Origin": site.rstrip("/")}) == 200
            for origin in ("http://127.0.0.1:1", "http://evil.example", "null"):
                assert await status(client, f"{site}ws", headers={"Origin": origin}) == 403

    with_server(scenario)


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.example", "", "[x"]
)
def test_no_other_name_may_point_here(host: str) -> None:
    """A foreign page whose own name is made to point to this machine (DNS rebinding)."""

    async def scenario(address: str, site: str) -> None:
        async with visitor() as client:
            port = site.rstrip("/").rpartition(":")[2]
            for name in ("127.0.0.1", "localhost", "LOCALHOST.", "192.168.1.7", "[::1]", "nianbao.example"):
                assert await status(client, address, headers={"Host": f"{name}:{port}"}) == 200
            for path in (address, site, f"{site}entry.js"):
                assert await status(client, path, headers={"Host": f"{host}:{port}"}) in {400, 403}
            assert await enter(client, address) == 204
            assert await status(client, site, headers={"Host": f"{host}:{port}"}) in {400, 403}

    with_server(scenario)


@pytest.mark.parametrize("path", ["static", "static/", "static/js", "static/js/", "download/"])
def test_no_folder_is_listed(path: str) -> None:
    async def scenario(address: str, site: str) -> None:
        async with visitor() as client:
            await enter(client, address)
            assert await status(client, site + path) in {403, 404}

    with_server(scenario)


def test_whoever_never_ends_a_request_is_sent_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(LIMITS, "keepalive_timeout", 0.2)

    async def scenario(address: str, site: str) -> None:
        host, _, port = site.rstrip("/").rpartition("/")[2].rpartition(":")
        reader, writer = await asyncio.open_connection(host, int(port))
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        async with asyncio.timeout(PATIENCE):
            assert await reader.read() == b""
        writer.close()

    with_server(scenario)


def test_the_address_that_is_told_can_be_reached_by_others() -> None:
    everywhere = str(ipaddress.IPv4Address(0))
    with socket.create_server((everywhere, 0)) as listener:
        host = urlsplit(WizardServer(["false"], listener).gate.address).hostname or ""
    assert host not in {everywhere, ""}
    assert socket.getaddrinfo(host, 80)


def test_two_servers_of_one_machine_do_not_undo_each_other() -> None:
    async def scenario(address: str, site: str) -> None:
        async with serving() as (other_address, other_site), visitor() as client:
            assert [await enter(client, each) for each in (address, other_address)] == [204, 204]
            assert [await status(client, each) for each in (site, other_site)] == [200, 200]

    with_server(scenario)


def test_a_browser_that_was_let_in_once_gets_in_again_after_a_new_start() -> None:
    async def run() -> None:
        async with visitor() as client, visitor() as other:
            async with serving() as (address, site):
                assert await enter(client, address) == 204
                (cookie,) = client.cookie_jar
                assert int(cookie["max-age"]) > 24 * 3600  # else it ends with the browser
            async with serving() as (address, site):
                assert await status(client, site) == 200
                assert await status(other, site) == 403
                assert await status(client, address) == 200
                assert await enter(other, address) == 403  # the one that is known used it up

    asyncio.run(run())


def test_what_is_remembered_lets_nobody_in_who_reads_it_and_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> None:
        async with visitor() as client:
            async with serving() as (address, _):
                await enter(client, address)
            kept = remembered.load("browser")
            (cookie,) = client.cookie_jar
            assert cookie.value not in str(kept)
            async with serving() as (_, site), visitor() as thief:
                thief.cookie_jar.update_cookies({cookie.key: kept["cookie_sha256"]}, URL(site))
                assert await status(thief, site) == 403
                remembered.save("browser", kept | {"until": 0})
                assert await status(client, site) == 403

    asyncio.run(run())


def test_a_server_for_the_network_remembers_nobody() -> None:
    admission = Admission(remembers=False)
    request = make_mocked_request("GET", "/", headers={"Host": "localhost", "Cookie": "nianbao-00000000=x"})
    assert admission.refusal(request)
    everywhere = str(ipaddress.IPv4Address(0))
    with socket.create_server((everywhere, 0)) as listener:
        assert not WizardServer(["false"], listener).gate.is_for_this_machine


class Links(HTMLParser):
    """The addresses in a page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for key, value in attrs if key in {"src", "href"}]


def test_the_page_loads_from_this_server_alone() -> None:
    async def scenario(address: str, site: str) -> None:
        async with visitor() as client:
            await enter(client, address)
            async with client.get(site) as response:
                text, policy = await response.text(), response.headers["Content-Security-Policy"]
                assert response.headers["Cache-Control"] == "no-store"
                assert response.headers["Referrer-Policy"] == "same-origin"
            links = Links()
            links.feed(text)
            assert len(links.found) >= 4
            for link in links.found:
                assert link.startswith("/")
                assert not link.startswith("//")
                assert await status(client, site.rstrip("/") + link) == 200
            assert set(re.findall(r"\w+://[^\"' )]*", text)) == {site.replace("http", "ws") + "ws"}
            assert policy.startswith("default-src 'none'")
            assert 'accept=".toml,' in text  # the chooser shows what is taken, workbooks and ledgers, too
            assert ",.xlsx," in text

    with_server(scenario)


def test_behind_a_proxy_with_encryption_the_terminal_is_encrypted_too() -> None:
    async def scenario(address: str, site: str) -> None:
        headers = {"X-Forwarded-Proto": "https"}
        async with visitor() as client:
            await enter(client, address)
            async with client.get(site, headers=headers) as response:
                assert f"{site.replace('http', 'wss')}ws" in await response.text()

    with_server(scenario)


# ---- files from the browser

OWN = {"name": "去年.toml"}
NO_HEADERS: Mapping[str, str | None] = MappingProxyType({})


def kept(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / FOLDER).iterdir()) if (folder / FOLDER).exists() else []


@asynccontextmanager
async def sending(folder: Path) -> AsyncIterator[Callable[..., Awaitable[tuple[int, str]]]]:
    """A function that sends a file as our page does."""
    async with serving(folder) as (address, site), visitor() as client:
        await enter(client, address)

        async def send(
            data: Any, name: str = "去年.toml", headers: Mapping[str, str | None] = NO_HEADERS
        ) -> tuple[int, str]:
            given: dict[str, str | None] = {"Origin": site.rstrip("/"), **headers}
            real = {key: value for key, value in given.items() if value is not None}
            async with client.post(f"{site}upload", params={"name": name}, data=data, headers=real) as answer:
                return answer.status, await answer.text()

        yield send


def test_a_file_from_the_page_lies_beside_the_report_and_replaces_none(tmp_path: Path) -> None:
    async def run() -> None:
        async with sending(tmp_path) as send:
            assert await send(b"one") == (201, "去年.toml")
            assert await send(b"two") == (201, "去年 (2).toml")
            assert await send(b"three", "../../去年.docx") == (201, "去年.docx")
            assert (await send(b"x", "x.exe"))[0] == 415

    asyncio.run(run())
    assert kept(tmp_path) == ["去年 (2).toml", "去年.docx", "去年.toml"]
    assert (tmp_path / FOLDER / "去年.toml").read_bytes() == b"one"
    assert [path.name for path in tmp_path.iterdir()] == [FOLDER]


def test_strangers_and_other_pages_send_nothing(tmp_path: Path) -> None:
    async def run() -> None:
        async with sending(tmp_path) as send:
            evil = {"Host": "evil.example", "Origin": "http://evil.example"}
            for origin in ("http://evil.example", "http://127.0.0.1:1", "null", None):
                assert (await send(b"x", headers={"Origin": origin}))[0] == 403
            assert (await send(b"x", headers=evil))[0] == 403
        async with serving(tmp_path) as (_, site), visitor() as stranger:
            own = {"Origin": site.rstrip("/")}
            async with stranger.post(f"{site}upload", params=OWN, data=b"x", headers=own) as answer:
                assert answer.status == 403

    asyncio.run(run())
    assert kept(tmp_path) == []


def test_a_file_that_is_too_large_is_refused_and_leaves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("nianbao.wizard.web.uploads.LARGEST_FILE", 100_000)
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(1000):  # a GB, had it been taken
            sent += 1_000_000
            yield bytes(1_000_000)

    async def run() -> None:
        async with sending(tmp_path) as send:
            assert (await send(bytes(200_000)))[0] == 413
            with contextlib.suppress(aiohttp.ClientError):  # it is cut off while it is still being sent
                assert (await send(endless()))[0] == 413

    asyncio.run(run())
    assert sent < 1_000_000_000
    assert kept(tmp_path) == []


def test_the_folder_takes_so_many_files_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nianbao.wizard.web.uploads.MOST_FILES", 1)

    async def run() -> None:
        async with sending(tmp_path) as send:
            assert [(await send(b"x"))[0] for _ in range(2)] == [201, 507]

    asyncio.run(run())
    assert kept(tmp_path) == ["去年.toml"]


# ---- the wizard: processes of their own


@dataclass
class Served:
    """A running server: its one-time address, its file, its process."""

    address: str
    file: Path
    process: subprocess.Popen[str]

    @property
    def site(self) -> str:
        return self.address.partition("?")[0]

    def typed(self) -> Report:
        """What the journal says now; the wizard has it locked."""
        found = replay(_parsed(journal.beside(self.file).read_bytes())[0])
        assert found is not None
        return found.mine

    def is_free(self) -> bool:
        try:
            journal.Journal.open(journal.beside(self.file)).close(remove=False)
        except journal.Taken:
            return False
        return True


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    file = tmp_path / "报告.toml"
    file.write_bytes((SAMPLES / "004-weibin-urban-management-2023.toml").read_bytes())
    process = subprocess.Popen(
        [sys.executable, "-m", "nianbao", "serve", "--no-browser", str(file)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "XDG_STATE_HOME": str(tmp_path / "state")},
        text=True,
    )
    assert process.stdout is not None
    try:
        yield Served(process.stdout.readline().strip(), file, process)
    finally:
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
        assert said.count("\n") == 1  # how to open it, and nothing else


async def until(true: Callable[[], bool | Awaitable[bool]]) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(PATIENCE):
        while True:
            with contextlib.suppress(Gone):  # and ask the next one
                result = true()
                if result if isinstance(result, bool) else await result:
                    return
            await asyncio.sleep(0.02)


class Terminal:
    """The page's end of the wire, without a page."""

    def __init__(self, wire: aiohttp.ClientWebSocketResponse) -> None:
        self._wire = wire
        self.text = ""
        self.closed = False

    async def listen(self) -> None:
        async for message in self._wire:
            if message.type is aiohttp.WSMsgType.BINARY:
                self.text += message.data.decode(errors="replace")
        self.closed = True

    async def enter(self, figure: str) -> None:
        """Go to the first cell of table three and type."""
        await until(lambda: "以前公布" in self.text)
        await self.press(*[DOWN] * 5, "\r")
        await until(lambda: IN_TABLE in self.text)
        await self.press(*figure, "\r")

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self._wire.send_json(["stdin", key])


@asynccontextmanager
async def terminal(client: Client, served: Served) -> AsyncIterator[Terminal]:
    address = served.site.replace("http", "ws") + "ws?width=100&height=30"
    async with client.ws_connect(address) as wire:
        page = Terminal(wire)
        listening = asyncio.create_task(page.listen())
        yield page
        await wire.close()
        await listening


def test_what_is_typed_is_shown_journaled_and_there_for_the_next_page_and_when_all_are_closed(
    served: Served,
) -> None:
    async def scenario() -> None:
        async with visitor() as client:
            await enter(client, served.address)
            async with terminal(client, served) as first:
                await first.enter("73")
                await until(lambda: served.typed().figure(RECEIVED) == count(73))
                await until(lambda: "相差73" in first.text)
                async with terminal(client, served) as second:  # the page loaded again takes the wizard over
                    await until(lambda: first.closed)
                    await until(lambda: "找回" in second.text)
                    assert "正在别处编辑" not in second.text
            await until(served.is_free)

    asyncio.run(scenario())
    recovered = FileGuard.open(served.file).recovered
    assert recovered is not None
    assert recovered.report.figure(RECEIVED) == count(73)


@pytest.mark.takes_turns(1)
def test_of_many_pages_at_once_one_has_a_wizard(served: Served) -> None:
    wizards = Path(f"/proc/{served.process.pid}/task/{served.process.pid}/children")

    async def scenario() -> None:
        async with visitor() as client:
            await enter(client, served.address)
            async with AsyncExitStack() as pages:
                many = [await pages.enter_async_context(terminal(client, served)) for _ in range(5)]
                await until(lambda: sum(not page.closed for page in many) == 1)
                (last,) = [page for page in many if not page.closed]
                await until(lambda: "以前公布" in last.text)
                if wizards.exists():  # Linux tells the children of a process
                    (wizard,) = wizards.read_text(encoding="ascii").split()
                    os.kill(int(wizard), signal.SIGKILL)
                    await until(lambda: last.closed)  # and its page tells so, instead of standing still

    asyncio.run(scenario())


def test_a_server_that_is_killed_takes_its_wizard_along(served: Served) -> None:
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/\?token=[\w-]{32}", served.address)  # this machine alone

    async def scenario() -> None:
        async with visitor() as client:
            await enter(client, served.address)
            async with terminal(client, served) as page:
                await until(lambda: "以前公布" in page.text)
                assert not served.is_free()
                served.process.kill()
                await until(lambda: page.closed)
            await until(served.is_free)

    asyncio.run(scenario())


# ---- a real browser


async def printed(page: Page, words: str) -> bool:
    """Whether a page is shown beside the terminal, with these words below it."""
    width = await page.value("document.querySelector('#printed img').naturalWidth")
    return width and words in str(await page.value("document.querySelector('#printed span').textContent"))


async def drop_last_year(page: Page, folder: Path) -> None:
    """A file that is dropped onto the page is taken to compare with."""
    last_year = (SAMPLES / "004-weibin-urban-management-2023.toml").read_text(encoding="utf-8")
    dropped = json.dumps(last_year.replace("year = 2023", "year = 2022"))
    await page.value(
        "{const data = new DataTransfer();"
        f"data.items.add(new File([{dropped}], '去年.toml'));"
        "document.body.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true}))}"
    )
    await until(lambda: "收到文件" in page.received)
    assert kept(folder) == ["去年.toml"]
    await page.press("Enter", 13)
    await until(lambda: "与它对照" in page.received)
    page.received = ""
    await page.press("Enter", 13)
    await until(lambda: "去年.toml" in page.received)  # in the progress, below the question


async def compare_years(page: Page) -> None:
    await page.press("b", 66, ctrl=True)
    await until(lambda: "2023年 │ 2022年" in page.received and "▇" in page.received)
    await until(lambda: drawn(page, "没有变化"))  # the bars are painted, not written
    page.received = ""
    await page.press("Enter", 13)
    await until(lambda: "自然人" in page.received)  # the table again


async def make_and_download(page: Page, downloads: Path, folder: Path) -> None:
    await page.press("F10", 121)
    await until(lambda: titled(page, "生成"))
    for _ in range(len(formats.FORMATS) + 1):  # over the boxes to that of the checklist
        await page.press("Tab", 9)
    await page.type(" ")
    await page.press("F10", 121)
    await until(lambda: "下载（D）" in page.received)
    await page.type("d")
    await until((downloads / "报告-核查单.docx").exists)  # under another name until it is whole
    came, made = (place / "报告-核查单.docx" for place in (downloads, folder))
    assert came.read_bytes() == made.read_bytes()


async def look_at_the_pages(page: Page) -> None:
    """The printed page stands beside the terminal."""
    await page.press("F5", 116)
    await until(lambda: printed(page, "第3页，共"))
    wide = "document.querySelector('#{}').offsetWidth".format
    beside = f"{wide('terminal')} + {wide('printed')} <= innerWidth"
    assert await page.value(beside)  # nothing of the terminal lies below the page
    await page.value("document.querySelector('#printed button').click()")
    await until(lambda: printed(page, "第2页，共"))


@NEEDED
@pytest.mark.takes_turns(0)
def test_in_a_browser_the_tab_tells_what_is_open_and_files_go_both_ways(
    served: Served, tmp_path: Path
) -> None:
    """The title, a file that is dropped onto the page, bars, one that is downloaded, printed pages."""
    downloads = tmp_path / "downloads"

    async def scenario() -> None:
        async with chromium(tmp_path / "profile") as browser:
            page, other = await browser.page(), await browser.page()
            await browser.call(
                "Browser.setDownloadBehavior",
                behavior="allow",
                downloadPath=str(downloads),
                browserContextId=page.context,
            )
            await page.go(served.address)
            await until(lambda: drawn(page, "基本信息以前公布"))
            await until(lambda: titled(page, "进度　"))
            assert "2023年度" in str(await page.value("document.title"))
            assert "width=800," in str(await page.value("document.querySelector('[name=viewport]').content"))
            await drop_last_year(page, tmp_path)
            await enter_in(page, served, "86")
            await until(lambda: titled(page, "✗"))
            await look_at_the_pages(page)
            await compare_years(page)
            await make_and_download(page, downloads, tmp_path)
            assert page.problems == []
            host = served.site.partition("://")[2]
            sent = [each for each in page.requests if not each.startswith("data:")]
            asked = {"/".join(address.split("/")[:3]) + "/" for address in sent}
            assert asked == {f"http://{host}", f"ws://{host}"}

            await other.go(served.address)
            await until(lambda: says(other, "已经用过"))
            assert await other.value("document.querySelector('#terminal')") is None

    asyncio.run(scenario())


async def titled(page: Page, words: str) -> bool:
    return words in str(await page.value("document.title"))


async def enter_in(page: Page, served: Served, figure: str) -> None:
    before = await page.picture()
    for _ in range(5):
        await page.press("ArrowDown", 40)
    await page.press("Enter", 13)
    await until(lambda: IN_TABLE in page.received)
    await page.type(figure)
    await page.press("Enter", 13)
    await until(lambda: served.typed().figure(RECEIVED) == count(int(figure)))
    await until(lambda: f"相差{figure}" in page.received)
    await until(lambda: drawn(page, "相差"))
    assert await page.picture() != before


async def drawn(page: Page, text: str) -> bool:
    return set(text) <= set(await page.drawn())


async def says(page: Page, words: str) -> bool:
    return words in str(await page.value("document.body && document.body.innerText"))
