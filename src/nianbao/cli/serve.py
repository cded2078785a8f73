"""``nianbao serve``: the wizard in a browser."""

from __future__ import annotations

import errno
import ipaddress
import socket
import sys
from pathlib import Path

import click

from nianbao.cli import files, say
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Command
from nianbao.problem import OutputError, reason

_HELP = """\
在浏览器里填写报告，和 nianbao edit 一样。启动后打印一个地址，用浏览器打开就行。
地址只能用一次：第一个打开它的浏览器可以一直用，别的浏览器打不开。按 Ctrl+C 停止。
只有本机能打开；要让别的电脑也能打开，请用 --host 写明本机的网络地址。
"""
_EXAMPLES = """\
例：
  nianbao serve
  nianbao serve 某某县教育局-2025.toml --port 8000
"""
_OUTSIDE = "注意：同一网络里的人拿到这个地址也能打开，内容传输时没有加密，请只在可信的内部网络里使用。"

_REASONS = {
    errno.EADDRINUSE: "这个端口正被别的程序使用，请换一个",
    errno.EADDRNOTAVAIL: "本机没有这个网络地址",
    errno.EACCES: "没有权限，1024以下的端口一般不能用",
}


@click.command(
    "serve",
    cls=Command,
    short_help="在浏览器里填写报告",
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("path", metavar="[文件]", required=False, type=files.ReportFile())
@files.prior_option("上一年度的报告；不写就在同一个文件夹里找。")
@click.option(
    "--host",
    metavar="地址",
    default="127.0.0.1",
    help="在哪个网络地址上等候；默认 127.0.0.1，只有本机能打开。",
)
@click.option(
    "--name",
    "names",
    metavar="域名",
    multiple=True,
    help="浏览器通过域名或代理打开时，写明这个域名；可以写几次。",
)
@click.option(
    "--port",
    metavar="端口",
    type=click.IntRange(0, 65535),
    default=0,
    help="在哪个端口上等候；默认找一个空闲的。",
)
def command(path: Path | None, prior: Path | None, host: str, names: tuple[str, ...], port: int) -> ExitCode:
    """Print the one-time address when it can be used, and serve until Ctrl-C."""
    if path is not None and path.exists():
        files.load(path)
    if prior is not None:
        files.load_any(prior)
    from nianbao.wizard.web.server import WizardServer

    options = ["--prior", str(prior)] if prior is not None else []
    arguments = [*options, "--", str(path)] if path is not None else options
    with _listener(host, port) as listener:
        server = WizardServer([sys.executable, "-m", "nianbao", "edit", *arguments], listener, (host, *names))
        if not _is_this_machine(listener):
            say.note(_OUTSIDE)
        say.note("请用浏览器打开下面的地址（只能用一次）。按 Ctrl+C 停止。")
        server.run(say.data)
    return ExitCode.FINE


def _listener(host: str, port: int) -> socket.socket:
    """A socket that waits there. Raises OutputError in words."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return socket.create_server(address[:2], family=family)
    except socket.gaierror as error:
        raise OutputError(f"没有“{host}”这个网络地址。") from error
    except OSError as error:
        why = _REASONS.get(error.errno or 0) or reason(error)
        raise OutputError(f"不能在 {host} 的端口 {port} 上等候：{why}。") from error


def _is_this_machine(listener: socket.socket) -> bool:
    return ipaddress.ip_address(listener.getsockname()[0]).is_loopback
