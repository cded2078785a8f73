"""``nianbao serve``: the wizard in a browser."""

from __future__ import annotations

import errno
import socket
import sys
import threading
import webbrowser
from collections.abc import Callable
from pathlib import Path

import click

from nianbao.cli import desktop_entry
from nianbao.cli.edit import REVIEW, require_report
from nianbao.cli.frame import files, option, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command
from nianbao.desk.open_file import has_screen
from nianbao.problem import InputError, OutputError, Problem, reason

_HELP = """\
在浏览器里填写报告，和 nianbao edit 一样。启动后打印一个地址，并在浏览器里打开它。
地址只能用一次：第一个打开它的浏览器可以一直用，别的浏览器打不开。按 Ctrl+C 停止。
在本机上，这个浏览器三十天内不用新的地址也能打开，关掉再开、停止后重新运行都一样。
只有本机能打开；要让别的电脑也能打开，请用 --host 写明本机的网络地址。
写 region.toml 就打开各成员单位的情况表：谁缺报、在填、有疑问、完成；每个单位的报告都能打开，
还能给每个单位一个只能用一次的上报地址，收到的文件放在 region.toml 旁边的“收到的报告”里。
"""
_EXAMPLES = """\
例：
  nianbao serve
  nianbao serve 某某县教育局-2025.toml --port 8000
  nianbao serve region.toml 各单位报告 --host 10.0.0.8 --port 8000
  nianbao serve --install-desktop-entry
"""
_OUTSIDE = "注意：同一网络里的人拿到这个地址也能打开，内容传输时没有加密，请只在可信的内部网络里使用。"
_SHOWN = "正在浏览器里打开下面的地址；没有打开的话，请自己打开（只能用一次）。按 Ctrl+C 停止。"
_TOLD = "请用浏览器打开下面的地址（只能用一次）。按 Ctrl+C 停止。"

_REASONS = {
    errno.EADDRINUSE: "这个端口正被别的程序使用，请换一个",
    errno.EADDRNOTAVAIL: "本机没有这个网络地址",
    errno.EACCES: "没有权限，1024以下的端口一般不能用",
}


def _install(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted:
        say.note(f"已加到程序菜单：年报。\n{desktop_entry.install()}")
        context.exit(ExitCode.FINE)


@click.command(
    "serve",
    cls=Command,
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("paths", metavar="[文件 | region.toml 文件夹…]", nargs=-1, type=files.ReportFile())
@option.prior("上一年度的报告；不写就在同一个文件夹里找。")
@click.option("--review", is_flag=True, help=REVIEW)
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
@click.option(
    "--until-closed",
    metavar="秒数",
    type=click.FloatRange(min=1),
    help="页面都关闭了这么多秒以后自己停止；默认一直等候。",
)
@click.option("--no-browser", is_flag=True, help="只打印地址，不打开浏览器。")
@click.option(
    "--install-desktop-entry",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_install,
    help="在桌面的程序菜单里加上“年报”，点它就开始；加好就结束。",
)
def command(
    paths: tuple[Path, ...],
    prior: Path | None,
    host: str,
    names: tuple[str, ...],
    port: int,
    until_closed: float | None,
    *,
    review: bool,
    no_browser: bool,
) -> ExitCode:
    """Print the one-time address when it can be used, show it in a browser, and serve until Ctrl-C."""
    path = paths[0] if paths else None
    from nianbao.region import load as region_file  # here, because most reports are not of a region

    if path is not None and region_file.is_region(path):
        if prior is not None or review or until_closed is not None:
            raise click.UsageError("打开 region.toml 时不能写 --prior、--review 和 --until-closed。")
        return _board(path, paths[1:], host, port, names, no_browser=no_browser)
    if len(paths) > 1:
        raise click.UsageError("一次只能打开一份报告；打开成员单位的情况表，请先写 region.toml。")
    if review:
        require_report(path)
    if path is not None and path.exists():
        files.load(path)
    if prior is not None:
        files.load_any(prior)
    from nianbao.wizard.web.server import WizardServer

    options = ["--prior", str(prior)] if prior is not None else []
    options += ["--review"] if review else []
    arguments = [*options, "--", str(path)] if path is not None else options
    with _listener(host, port) as listener:
        wizard = [sys.executable, "-m", "nianbao", "edit", *arguments]
        folder = path.absolute().parent if path is not None else Path.cwd()
        server = WizardServer(wizard, listener, (host, *names), folder)
        server.run(_telling(local=server.gate.is_for_this_machine, no_browser=no_browser), until_closed)
    return ExitCode.FINE


def _board(
    region: Path, folders: tuple[Path, ...], host: str, port: int, names: tuple[str, ...], *, no_browser: bool
) -> ExitCode:
    """Serve the members of a region as a board."""
    from nianbao.region import load as region_file
    from nianbao.wizard.web.board import Board, BoardServer

    members = region_file.load(region)
    for folder in folders:
        if not folder.exists():
            raise InputError(Problem(files.shown(folder), "没有这个文件夹", "；请核对。"))
    with _listener(host, port) as listener:
        server = BoardServer(Board(region, members.year, folders), listener, (host, *names))
        server.run(_telling(local=server.gate.is_for_this_machine, no_browser=no_browser))
    return ExitCode.FINE


def _telling(*, local: bool, no_browser: bool) -> Callable[[str], None]:
    """What is done with the address of a server: it is printed and, where that can be, opened."""
    if not local:
        say.note(_OUTSIDE)
    shows = local and not no_browser and has_screen()
    say.note(_SHOWN if shows else _TOLD)
    return _told_and_shown if shows else say.data


def _told_and_shown(address: str) -> None:
    """Print the address and open it. In a thread: some browsers return only when they are closed."""
    say.data(address)
    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


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
