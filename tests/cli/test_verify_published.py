"""nianbao verify after publication: pages of websites, saved or by their addresses, one and many."""

from __future__ import annotations

import functools
import threading
from collections.abc import Callable, Iterator
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from nianbao.cli.frame.exit_code import ExitCode

Run = Callable[..., Result]


class Silent(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site(run: Run, good: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of a website with two pages: one that says what the report says, one that lost a figure."""
    monkeypatch.setenv("no_proxy", "*")
    folder = good.parent
    assert "Quill" in run("render", "好.toml", "--to", "fragment").stderr
    code = (folder / "好.fragment.html").read_text(encoding="utf-8")
    for name, inner in (("right", code), ("wrong", code.replace(">151<", "><"))):
        page = f"<html><body><p>首页 &gt; 公开</p>{inner}<p>分享到：微信</p></body></html>"
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    handler = functools.partial(Silent, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_a_page_by_its_address(run: Run, site: str) -> None:
    same = run("verify", f"{site}/right.html", "--against", "好.toml")
    assert (same.exit_code, same.stdout) == (ExitCode.FINE, "")
    assert "上的数字和文字与 好.toml 一致。" in same.stderr
    other = run("verify", f"{site}/wrong.html", "--against", "好.toml")
    assert other.exit_code == ExitCode.OUTPUT
    assert "申请·本年新收·自然人：应为“151”，读到的是“”" in other.stdout
    gone = run("verify", f"{site}/none.html", "--against", "好.toml")
    assert gone.exit_code == ExitCode.INPUT
    assert "回答是 404" in gone.stderr


def test_a_saved_page(run: Run, good: Path, site: str) -> None:
    assert site
    assert run("verify", "right.html", "--against", "好.toml", "--published").exit_code == ExitCode.FINE
    assert run("verify", "right.html", "--against", "好.toml").exit_code == ExitCode.OUTPUT
    good.with_name("好.docx").write_bytes(b"")
    refused = run("verify", "好.docx", "--against", "好.toml", "--published")
    assert (refused.exit_code, "不是网页" in refused.stderr) == (ExitCode.INPUT, True)


def test_what_needs_a_browser(run: Run, good: Path, site: str) -> None:
    page = good.with_name("right.html")
    code = page.read_text(encoding="utf-8")
    page.write_text(code.replace("<body>", '<body style="writing-mode:vertical-rl">'), encoding="utf-8")
    told = run("verify", f"{site}/right.html", "--against", "好.toml")
    assert (told.exit_code, told.stdout) == (
        ExitCode.ALTERED,
        "没有把握的地方：body writing-mode: vertical-rl\n",
    )
    page.write_text(code.replace("<body>", "<body><script src=a.js></script>"), encoding="utf-8")
    told = run("verify", f"{site}/right.html", "--against", "好.toml")
    assert (told.exit_code, "脚本和另外的样式文件没有看" in told.stderr) == (ExitCode.FINE, True)


@pytest.mark.parametrize(
    ("inner", "said"),
    [
        ("<a href='x.docx'>2024年报告.docx</a>", "报告像是网页的附件：“2024年报告.docx”"),
        ("<a href='/f?id=1&name=x.pdf'>点击下载</a>", "报告像是网页的附件：“点击下载”"),
        ("<iframe src='b.html'></iframe>", "嵌入的网页里：“b.html”"),
        ("<meta http-equiv=Refresh content='0;url=b.html'>", "自己转到别的网址"),
        ("<noscript>需要启用JavaScript</noscript>", "由浏览器运行脚本才有"),
        ("<div id=app></div><script src=a.js></script>", "由浏览器运行脚本才有"),
        ("<h1>404</h1>您访问的页面不存在", "找不到或者已经删除"),
        ("<p>公开指南</p>", "请核对是不是政府信息公开工作年度报告"),
    ],
)
def test_a_page_without_the_report(run: Run, good: Path, inner: str, said: str) -> None:
    good.with_name("空.html").write_text(f"<html><body><p>首页</p>{inner}</body></html>", encoding="utf-8")
    told = run("verify", "空.html", "--against", "好.toml", "--published")
    assert (told.exit_code, said in told.stderr) == (ExitCode.INPUT, True), told.stderr


def test_a_report_on_several_pages(run: Run, good: Path, site: str) -> None:
    assert site
    page = good.with_name("right.html")
    code = page.read_text(encoding="utf-8")
    half = code.index("<h2", len(code) // 2)
    page.write_text(f"{code[:half]}<p>1/2 <a href=b.html>下一页</a></p>", encoding="utf-8")
    told = run("verify", "right.html", "--against", "好.toml", "--published")
    assert (told.exit_code, "只核对了这一页" in told.stderr) == (ExitCode.OUTPUT, True)


def test_a_list_of_addresses(run: Run, good: Path, site: str) -> None:
    folder = good.with_name("各单位")
    folder.mkdir()
    good.rename(folder / "某局-2025.toml")
    listing = good.with_name("网址.txt")
    listing.write_text(
        f"# 已公布\n{site}/right.html 某局-2025\n\n{site}/wrong.html，某局-2025.toml\n", "utf-8"
    )
    result = run("verify", "--list", "网址.txt", "--against", "各单位")
    assert result.exit_code == ExitCode.OUTPUT
    assert "应为“151”" in result.stdout
    assert f"{site}/right.html 上的数字和文字与" in result.stderr
    assert ["数字和文字一致", "1", "份"] in [line.split() for line in result.stderr.splitlines()]
    listing.write_text(f"{site}/right.html 别的局\nfile:///etc/hostname 某局\n", encoding="utf-8")
    refused = run("verify", "--list", "网址.txt", "--against", "各单位")
    assert refused.exit_code == ExitCode.INPUT
    assert "网址.txt 第2行：“file:///etc/hostname”不是网址" in refused.stderr


def test_nothing_to_verify(run: Run, good: Path) -> None:
    assert good
    assert "请写要核对的成品" in run("verify", "--against", "好.toml").stderr
