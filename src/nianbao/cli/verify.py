"""``nianbao verify``: does a document say what the report says?"""

from __future__ import annotations

from pathlib import Path

import click

from nianbao.cli import files, say
from nianbao.cli.exit_code import ExitCode
from nianbao.cli.program import Command
from nianbao.publish.read_back import kind_of
from nianbao.words import spaced
from nianbao.write import formats

_HELP = f"""\
{spaced("把", formats.names("或"), "读回来")}，与报告逐格、逐段比较，列出不一致的地方。
用来证明将要发布的文件没有被改动过。一致时返回值为 0，不一致时为 3，文件读不了时为 2。
"""
_EXAMPLES = """\
例：
  nianbao verify 某某县教育局-2025.pdf --against 某某县教育局-2025.toml
"""


@click.command(
    "verify",
    cls=Command,
    short_help="核对成品与报告是否一致",
    help=_HELP,
    epilog=_EXAMPLES,
)
@click.argument("document", metavar="成品", type=click.Path(path_type=Path))
@click.option(
    "--against", "path", metavar="文件", required=True, type=files.ReportFile(), help="用来比较的报告。"
)
@click.option("--draft", is_flag=True, help="成品是用 --draft 生成的样稿。")
def command(document: Path, path: Path, draft: bool) -> ExitCode:
    """List every difference between the document and the report."""
    from nianbao.publish.verify import differences  # here, because its libraries take a while to load

    kind = kind_of(document)
    report = files.load(path)
    found = differences(report, files.read(document), kind, draft=draft)
    for difference in found:
        say.data(str(difference))
    name = files.shown(document)
    if found:
        say.fault(f"{name} 与 {files.shown(path)} 有{len(found)}处不一致。")
        return ExitCode.OUTPUT
    say.note(f"{name} 与 {files.shown(path)} 一致。")
    return ExitCode.FINE
