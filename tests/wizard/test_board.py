"""A region in a browser: who stands where, one file by each address, and nothing else with it."""

from __future__ import annotations

import asyncio
import json
import shutil
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from nianbao.desk.hand_in import FOLDER, MOST, Invitations, NotRemembered
from nianbao.wizard.web.board import Board, BoardServer
from tests.chromium import NEEDED, chromium
from tests.wizard.test_serve import enter, says, status, until, visitor

SAMPLE = Path(__file__).parents[2] / "sample_inputs" / "region"
MISSING, LATE, TYPED = "青溪县财政局", "青溪县民政局", "青溪县人民政府办公室"
REPORT = (SAMPLE / "各单位报告" / "县政府办.toml").read_bytes()

Scenario = Callable[[aiohttp.ClientSession, str, Path], Awaitable[None]]


@asynccontextmanager
async def board(folder: Path) -> AsyncIterator[tuple[str, str]]:
    """The one-time address of a board on the sample, and the address of its site."""
    region = folder / "region.toml"
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = BoardServer(Board(region, 2024, [folder / "各单位报告"]), listener)
        runner = web.AppRunner(await server.application())
        await runner.setup()
        await web.SockSite(runner, listener).start()
        yield server.gate.address, server.gate.address.partition("?")[0]
        await runner.cleanup()


def walked(tmp_path: Path, scenario: Scenario) -> None:
    """Let whoever sums up, in the browser that was admitted, do something."""
    folder = shutil.copytree(SAMPLE, tmp_path / "青溪县")

    async def run() -> None:
        async with board(folder) as (address, site), visitor() as client:
            assert await enter(client, address) == 204
            await scenario(client, site, folder)

    asyncio.run(run())


async def text(client: aiohttp.ClientSession, address: str) -> str:
    async with client.get(address) as response:
        return await response.text()


async def asked(client: aiohttp.ClientSession, site: str, what: str, **form: str) -> str:
    headers = {"Origin": site.rstrip("/")}
    async with client.post(f"{site}{what}", data=form, headers=headers) as response:
        return await response.text()


def address_in(page: str) -> str:
    """The first address to hand in by on a page."""
    return page.partition("<code>")[2].partition("</code>")[0]


async def hand_in(address: str, name: str, data: bytes) -> tuple[int, str]:
    """Somebody without any cookie sends a file."""
    async with visitor() as stranger:
        form = aiohttp.FormData(quote_fields=False)  # as browsers do
        form.add_field("file", data, filename=name)
        origin = {"Origin": address.partition("/hand-in/")[0]}
        async with stranger.post(address, data=form, headers=origin) as response:
            return response.status, await response.text()


def row(page: str, member: str) -> str:
    """What the board says of a member."""
    return page.partition(f'<th scope="row">{member}</th>')[2].partition("</tr>")[0]


def test_a_member_that_was_missing_hands_in_by_its_address(tmp_path: Path) -> None:
    async def scenario(client: aiohttp.ClientSession, site: str, folder: Path) -> None:
        before = await text(client, site)
        assert "✗ 缺报</td>" in row(before, MISSING)
        assert "⚠ 有疑问</td>" in row(before, LATE)
        assert "T301" in row(before, LATE)
        assert "✓ 完成</td>" in row(before, TYPED)
        address = address_in(await asked(client, site, "invite"))  # of all that are missing, the only one
        report = REPORT.replace(TYPED.encode(), MISSING.encode())
        assert (await hand_in(address, "x.exe", report))[0] == 415
        assert (await hand_in(address, "../年报.toml", report))[0] == 200
        again, words = await hand_in(address, "年报.toml", report)
        assert (again, "已经用过" in words) == (403, True)
        (kept,) = (folder / FOLDER / MISSING).iterdir()
        assert (kept.name, kept.read_bytes()) == ("年报.toml", report)
        after = await text(client, site)
        assert "✗ 缺报</td>" not in after
        assert "✓ 完成</td>" in row(after, MISSING)

    walked(tmp_path, scenario)


def test_an_address_opens_nothing_but_its_page(tmp_path: Path) -> None:
    async def scenario(client: aiohttp.ClientSession, site: str, folder: Path) -> None:
        await text(client, site)
        first = address_in(await asked(client, site, "invite", member=LATE))
        second = address_in(await asked(client, site, "invite", member=LATE))
        async with visitor() as stranger:
            assert await status(stranger, first) == 403  # a new one is given in its place
            assert await status(stranger, second) == 200
            page = await text(stranger, second)
            assert LATE in page
            assert MISSING not in page
            assert "T301" not in page
            for path in ("", "collect", "open", "hand-in/", "hand-in/x", "hand-in/../", "entry.js/.."):
                assert await status(stranger, site + path) in {403, 404, 405}, path
            assert await status(stranger, second, headers={"Host": "evil.example"}) == 403
            foreign = {"Origin": "http://evil.example"}
            async with stranger.post(second, data={"file": "x"}, headers=foreign) as response:
                assert response.status == 403
        assert not list((folder / FOLDER).iterdir())

    walked(tmp_path, scenario)


@pytest.mark.parametrize("member", [MISSING, TYPED])
@pytest.mark.takes_turns
def test_a_members_report_is_opened_in_a_wizard_of_its_own(tmp_path: Path, member: str) -> None:
    async def scenario(client: aiohttp.ClientSession, site: str, folder: Path) -> None:
        await text(client, site)
        page = await asked(client, site, "open", member=member)
        address = page.partition('<a href="')[2].partition('"')[0]
        assert address.partition("?")[0] != site
        async with visitor() as other:
            assert await enter(other, address) == 204
            assert "terminal" in await text(other, address.partition("?")[0])
        made = list((folder / FOLDER).rglob("*.toml"))
        assert len(made) == (member == MISSING)
        assert "没有这个成员单位" in await asked(client, site, "open", member="../../etc")

    walked(tmp_path, scenario)


def test_a_region_that_cannot_be_collected_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONIOENCODING", "gbk")  # as on Windows

    async def scenario(client: aiohttp.ClientSession, site: str, folder: Path) -> None:
        (folder / "region.toml").write_text("name = 1\n", encoding="utf-8")
        page = await text(client, site)
        assert "region.toml" in page
        assert "name：应当是文字" in page
        shutil.copy(SAMPLE / "region.toml", folder)
        (folder / FOLDER).rmdir()
        (folder / FOLDER).write_text("", encoding="utf-8")
        page = await text(client, site)
        assert "没有汇总成" in page
        assert "500" not in page

    walked(tmp_path, scenario)


def test_who_asks_while_the_files_are_looked_at_shares_the_next_look(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = 0

    async def look(_: Board) -> None:
        nonlocal looks
        looks += 1
        for _round in range(9):  # rounds, so that all others have asked
            await asyncio.sleep(0)

    async def run() -> None:
        known = Board(tmp_path / "region.toml", 2024, [])
        first = asyncio.create_task(known.collect())
        await asyncio.sleep(0)
        await asyncio.gather(first, *(known.collect() for _ in range(60)))
        assert looks == 2  # what was handed in while the first was under way may not be in it
        await known.collect()
        assert looks == 3

    monkeypatch.setattr(Board, "_look", look)
    asyncio.run(run())


def test_addresses_outlive_the_server(tmp_path: Path) -> None:
    region = tmp_path / "region.toml"
    (token,) = Invitations(region).invite(["甲局"]).values()
    assert Invitations(region).member_of(token) == "甲局"
    assert Invitations(tmp_path / "other.toml").member_of(token) is None
    Invitations(region).use_up(token)
    assert Invitations(region).member_of(token) is None


def test_no_more_addresses_than_are_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("nianbao.desk.hand_in.MOST", 2)
    invitations = Invitations(tmp_path / "region.toml")
    first = invitations.invite(["甲局", "乙局"])
    again = invitations.invite(["丙局", "甲局"])
    assert list(again) == ["甲局"]
    kept = [invitations.member_of(each) for each in (first["甲局"], first["乙局"], again["甲局"])]
    assert kept == [None, "乙局", "甲局"]


def test_as_many_addresses_as_may_be_open_are_remembered_under_long_names(tmp_path: Path) -> None:
    invitations = Invitations(tmp_path / "region.toml")
    tokens = invitations.invite(f"{number:04}{'县' * 38}" for number in range(MOST + 1))
    assert len(tokens) == MOST
    assert all(invitations.member_of(token) == member for member, token in list(tokens.items())[::99])
    other = Invitations(tmp_path / "other.toml")
    (good,) = other.invite(["甲局"]).values()
    with pytest.raises(NotRemembered):  # what would not be read again is not written over what is good
        other.invite(["甲局", *(f"{number:04}{'县' * 80}" for number in range(MOST - 1))])
    assert other.member_of(good) == "甲局"


@NEEDED
@pytest.mark.takes_turns(1)
def test_in_a_browser_a_member_hands_in_and_its_report_is_opened(tmp_path: Path) -> None:
    folder = shutil.copytree(SAMPLE, tmp_path / "青溪县")
    report = json.dumps(REPORT.decode().replace(TYPED, MISSING))

    async def run() -> None:
        async with board(folder) as (address, _), chromium(tmp_path / "profile") as browser:
            page, stranger = await browser.page(), await browser.page()
            await page.go(address)
            await until(lambda: says(page, "缺报 1"))
            await page.value("document.querySelector('[action=\"/invite\"] button').click()")
            await until(lambda: says(page, "/hand-in/"))
            await stranger.go(await page.value("document.querySelector('code').textContent"))
            await until(lambda: says(stranger, "请选报告文件"))
            await stranger.value(
                "{const data = new DataTransfer();"
                f"data.items.add(new File([{report}], '年报.toml'));"
                "document.querySelector('input').files = data.files;"
                "document.querySelector('button').click()}"
            )
            await until(lambda: says(stranger, "已经收到：年报.toml"))
            await page.value("document.querySelector('a').click()")
            await until(lambda: says(page, "缺报 0"))
            # in this tab: the new one is not driven
            await page.value(
                f"document.querySelector('[aria-label=\"打开{MISSING}的报告\"]').form.target = ''"
            )
            await page.value(f"document.querySelector('[aria-label=\"打开{MISSING}的报告\"]').click()")
            await until(lambda: page.value("document.querySelector('#terminal') !== null"))
            assert page.problems == stranger.problems == []

    asyncio.run(run())
