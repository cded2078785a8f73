"""Pages from the network, by a website that misbehaves in each way."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from nianbao.files import web
from nianbao.files.places import Unreachable, is_web_page, place

PAGE = "<h1>某某县教育局年度报告</h1>"
PAGES: dict[str, tuple[bytes, dict[str, str]]] = {
    "/utf-8": (PAGE.encode(), {}),
    "/gbk": (PAGE.encode("gbk"), {"Content-Type": "text/html; charset=GBK"}),
    "/large": (b"a" * 3_000, {}),
    "/picture": (b"GIF", {"Content-Type": "image/gif"}),
    "/packed": (gzip.compress(PAGE.encode()), {"Content-Encoding": "gzip"}),
    "/bomb": (gzip.compress(b"a" * 1_000_000), {"Content-Encoding": "gzip"}),
    "/torn": (b"\x1f\x8b", {"Content-Encoding": "gzip"}),
    "/brotli": (b"x", {"Content-Encoding": "br"}),
    "/cut": (b"<p>", {"Content-Length": "9"}),
}
MOVED = {"/moved": "/utf-8", "/file": "file:///etc/hostname", "/ftp": "ftp://127.0.0.1/"}
LATER = threading.Event()


class Website(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        if path == "/slow":
            self.send_response(200)
            self.end_headers()
            LATER.wait(10)
            return
        onwards = f"/round?{self.path.count('a') * 'a'}a" if path == "/round" else MOVED.get(path, "")
        data, headers = PAGES.get(path, (b"", {}))
        self.send_response(302 if onwards else 200 if path in PAGES else 404)
        told = {"Content-Type": "text/html", "Content-Length": str(len(data)), "Location": onwards, **headers}
        for name, value in told.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_: Any) -> None:
        """Say nothing."""


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("no_proxy", "*")
    LATER.clear()
    with ThreadingHTTPServer(("127.0.0.1", 0), Website) as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        LATER.set()
        server.shutdown()


@pytest.mark.parametrize("path", ["/utf-8", "/gbk", "/moved", "/packed", "/utf-8?标题=年报"])
def test_a_page_is_read(site: str, path: str) -> None:
    assert web.page(site + path).decode() == PAGE


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("/none", "回答是 404"),
        ("/round", "转到了不是网页的地方"),
        ("/file", "转到了不是网页的地方"),
        ("/ftp", "打不开"),
        ("/large", "太大"),
        ("/slow", "还没有读完"),
        ("/picture", "不是网页"),
        ("/brotli", "压缩过"),
        ("/bomb", "太大"),
        ("/torn", "没有送完"),
        ("/cut", "没有送完"),
    ],
)
def test_what_is_no_page_is_refused(site: str, path: str, why: str) -> None:
    patience = 0.3 if path == "/slow" else 10
    with pytest.raises(Unreachable, match=why) as caught:
        web.page(site + path, most=2_000, patience=patience)
    assert path in str(caught.value)


def test_nobody_there() -> None:
    with pytest.raises(Unreachable, match="打不开"):
        web.page("http://127.0.0.1:1/", patience=5)


@pytest.mark.parametrize("address", ["http://", "http://a..b/"])
def test_what_is_no_address_is_told_as_such(address: str) -> None:
    with pytest.raises(Unreachable, match="网址写法不对"):
        web.page(address, patience=5)
    with pytest.raises(Unreachable, match="网址写法不对"):
        place("http://[1/a.html")


@pytest.mark.parametrize(
    "address", ["file:///etc/hostname", "ftp://a/b", "data:text/html,a", "s3://a/b", "a.html"]
)
def test_only_pages_are_asked_for(address: str) -> None:
    assert not is_web_page(place(address))
    assert is_web_page(place("HTTPS://www.example.gov.cn/a.html"))
    with pytest.raises(Unreachable):
        web.page(address)
