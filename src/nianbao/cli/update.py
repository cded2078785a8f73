"""``nianbao update``: what was changed in a document is brought back into report.toml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from nianbao.cli.frame import files, saving, say
from nianbao.cli.frame.exit_code import ExitCode
from nianbao.cli.frame.program import Command
from nianbao.desk.update.brought_back import BroughtBack, Change, in_words, read_changed

_HELP = """\
把领导在 Word、WPS 里改过的取回填报文件：与报告不同的文字、数字、日期、标题逐处列出，一处一处问您取不取。
修订写明是谁插入、删除的；批注取回后成为报告里的意见。也可以从改过的 Excel（只取数字）、PDF、网页取回。
填报文件里别的内容、注释和排法都不变。正文里引用的数，没有改的仍然引用；改了的会说明，取回后写成文字，全部取回时不在内。
空着的、没有读准的格，没有读到的部分，不动报告里原有的。取不了的（版式、表格的行列、由程序计算的总计）逐项说明。
返回值：0 做完了，1 有取不了的格或文字，2 文件不能用，3 没有写成。
"""
_EXAMPLES = """\
例：
  nianbao update 某某县教育局-2025.toml --from 领导改过的.docx
  nianbao update 某某县教育局-2025.toml --from 领导改过的.docx --dry-run
  nianbao update 某某县教育局-2025.toml --from 某某县教育局-2025.xlsx --all
"""
_ANSWERS = {
    "y": {"y", "yes", "是", "取"},
    "a": {"a", "all", "全"},
    "q": {"q", "quit", "停"},
    "n": {"", "n", "no", "否"},
}


@click.command("update", cls=Command, help=_HELP, epilog=_EXAMPLES)
@click.argument("path", metavar="文件", type=files.ReportFile())
@click.option(
    "--from", "document", metavar="文件", required=True, type=files.ReportFile(), help="改过的文件。"
)
@click.option("--all", "every", is_flag=True, help="全部取回，不一处一处问；会去掉引用的除外。")
@click.option("--dry-run", "dry", is_flag=True, help="只列出来，什么也不改。")
def command(path: Path, document: Path, every: bool, dry: bool) -> ExitCode:
    """Show what differs, and take what is chosen."""
    source = files.report_source(path)
    report = source.report()
    files.tell_unsaved(path)
    if not dry:
        saving.require_open(report, path)
    found = read_changed(report, files.document_source(document), path)
    for line in found.told:
        say.note(line)
    code = ExitCode.FINE if found.is_whole else ExitCode.FINDINGS
    if not found.changes:
        say.note(f"{files.shown(document)}：没有可以取回的改动。")
        return code
    if dry:
        for change in found.changes:
            _show(change, found)
        say.note(f"{len(found.changes)}处可以取回；什么也没有改。")
        return code
    if not (every or saving.at_terminal()):
        raise click.UsageError("这里不能一处一处问，请加 --all 或 --dry-run。", click.get_current_context())
    chosen = list(_chosen(found, every=every))
    new = found.taking(chosen)
    if every and len(chosen) < len(found.changes):
        code = ExitCode.FINDINGS
    if new == report:
        say.note("没有取回，文件没有改。")
        return code
    saving.save(path, source, new)
    say.note(f"{files.shown(path)}：取回了{len(chosen)}处，共{len(found.changes)}处。")
    return code


_KEPT = "  上面这一处引用了表格里的数，没有随别的一起取回；要取，请不加 --all，一处一处选。"
_QUESTION = "取回吗？y 取，n 不取，a 这处和后面的全取，q 到此为止"


def _chosen(found: BroughtBack, *, every: bool) -> Iterator[Change]:
    """All changes, or those that somebody wants when asked."""
    for number, change in enumerate(found.changes, 1):
        _show(change, found)
        if every:
            if change.note:
                say.note(_KEPT)
            else:
                yield change
            continue
        answer = _answer(f"第{number}处，共{len(found.changes)}处。{_QUESTION}")
        if answer == "q":
            return
        every = answer == "a"
        if answer in "ya":
            yield change


def _answer(question: str) -> str:
    while True:
        typed = click.prompt(question, default="n", show_default=False, prompt_suffix="：", err=True)
        for answer, words in _ANSWERS.items():
            if str(typed).strip().lower() in words:
                return answer
        say.note("请写 y、n、a 或 q。")


def _show(change: Change, found: BroughtBack) -> None:
    for line in in_words(change, found.before):
        say.data(line)
