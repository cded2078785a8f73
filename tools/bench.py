"""Measures what users wait for, on the report of sample_inputs/005-*.toml. Medians, in milliseconds.

    python tools/bench.py           # prints the table
    python tools/bench.py --write   # also puts it between the bench marks of both READMEs

typst itself is measured beside, and docxtpl, openpyxl and LibreOffice, which are no dependencies, where they
are installed: on the same document and in the same run.
"""

from __future__ import annotations

import argparse
import datetime
import itertools
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from io import BytesIO
from pathlib import Path
from unittest.mock import patch

import pikepdf
import xlsxwriter

from bench_wizard import TEXT, keystroke, started, with_long_text
from bench_workbook import reading, writing
from nianbao.checks import Watch, check
from nianbao.files import report_toml
from nianbao.model.figure import count
from nianbao.model.report import Report
from nianbao.publish import compose
from nianbao.publish.pages import page_of
from nianbao.publish.proof.compare import differences
from nianbao.read import read
from nianbao.recognise import recognise
from nianbao.write import write
from nianbao.write.page import Page
from nianbao.write.pdf import engines
from nianbao.write.pdf.typst.compiler import Compiler

ROOT = Path(__file__).resolve().parent.parent
BEGIN, END = "<!-- bench -->\n", "<!-- /bench -->"
READMES = (ROOT / "README.md", ROOT / "README.zh-CN.md")  # English, Chinese
HEADS = (
    ("what", "median", "aim", "not installed", " (Python {python}, {cores} cores)"),
    ("项目", "中位数", "目标", "没有安装", "（Python {python}，{cores} 核）"),
)
MANY = 200
NATURAL_PERSONS = "applications.received.natural_person"
NUMBERS = itertools.count(1)  # of which none comes again


@dataclass(frozen=True)
class Measurement:
    """One line of the table: its English and Chinese name, the median and the aim in milliseconds.

    ``median`` is None where the program is not installed, ``aim`` where it is not ours.
    """

    names: tuple[str, str]
    median: float | None
    aim: float | None = None

    def line(self, language: int) -> str:
        """The line in English (0) or Chinese (1)."""
        median = HEADS[language][3] if self.median is None else _milliseconds(self.median)
        return f"| {self.names[language]} | {median} | {'' if self.aim is None else f'{self.aim:g} ms'} |"


def median(action: Callable[[], object], times: int) -> float:
    """The median in milliseconds of so many runs, after one that does not count."""
    action()
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        action()
        durations.append(time.perf_counter() - start)
    return statistics.median(durations) * 1000


def measurements(path: Path, folder: Path) -> Iterator[Measurement]:
    """Everything, line by line as it is measured. ``folder`` is for files that are made on the way."""
    report = report_toml.load(path)
    yield Measurement(("read report.toml", "读取 report.toml"), median(lambda: report_toml.load(path), 50))
    yield Measurement(
        ("all checks of a report", "核对一份报告的全部规则"), median(lambda: check(report), 50), 10
    )
    yield Measurement(
        ("one figure changed, findings up to date", "改一个数后更新核对结果"), _one_cell(report), 0.2
    )
    yield from _checks(report, folder)
    page = compose.html(compose.document(report))
    yield Measurement(("web page", "生成网页"), median(lambda: compose.html(compose.document(report)), 50))
    yield Measurement(("Word file", "生成 Word"), median(lambda: write(Page(page), "docx"), 20), 40)
    for engine, warm, cold in (("weasyprint", 350, 1200), ("typst", 60, None)):
        title = next(each.title for each in engines.ENGINES if each.name == engine)
        yield Measurement((f"PDF by {title}", f"生成 PDF（{title}）"), _pdf(report, engine), warm)
        yield Measurement(
            (
                f"`nianbao render --to pdf`, {title}, whole process",
                f"`nianbao render --to pdf`（{title}）整个命令",
            ),
            _command("render", "--to", "pdf", "--pdf-engine", engine, "-o", str(folder), str(path)),
            cold,
        )
        yield Measurement(
            (f"a process that makes one PDF by {title}", f"只生成一份 PDF 的进程（{title}）"),
            _process(page, engine, folder),
            300 if cold is None else None,
        )
    yield Measurement(
        ("beside: typst itself, the same page", "对照：typst 本身，同样的页面"), _typst_itself(report)
    )
    for kind, aim in (("docx", 50), ("html", 50), ("pdf", 80)):
        yield Measurement(
            (f"read back and compare: {kind}", f"读回并逐格比较：{kind}"), _read_back(report, page, kind), aim
        )
    yield from _readings(page, folder)
    ours, peer = writing(report)
    yield Measurement(("Excel workbook of the form", "生成 Excel 表格"), ours, 100)
    yield Measurement(("beside: openpyxl, the same cells", "对照：openpyxl 写同样的格"), peer)
    ours, peer = reading(report)
    yield Measurement(("read a workbook's tables", "读 Excel 里的表格"), ours, 50)
    yield Measurement(("beside: openpyxl, all values", "对照：openpyxl 读全部的值"), peer)
    yield Measurement(
        ("`nianbao tally` of a ledger of 100,000 rows", "`nianbao tally` 由十万行台账算表三"),
        _command("tally", str(_ledger(folder)), "--year", "2025", times=3),
        2000,
    )
    yield Measurement(
        ("wizard: keystroke to repainted findings", "填写向导：按一个键到显示核对结果"),
        keystroke(Path(shutil.copy(path, folder / "typed.toml"))),
        16,
    )
    for chips, english, chinese in ((False, "", ""), (True, ", with references", "、有引用")):
        text = with_long_text(Path(shutil.copy(path, folder / f"text-{chips}.toml")), chips=chips)
        yield Measurement(
            (f"the same in a text of 6,000 characters{english}", f"同上，在6000字的正文里{chinese}"),
            keystroke(text, TEXT),
            16,
        )
    yield Measurement(
        ("wizard: start of the process to the full screen", "填写向导：从启动到显示"),
        started(Path(shutil.copy(path, folder / "started.toml")))[0],
    )
    word = folder / "report.docx"
    word.write_bytes(write(Page(page), "docx"))
    yield Measurement(("beside: docxtpl, Word file", "对照：docxtpl 生成 Word"), _docxtpl(word))
    yield Measurement(
        ("beside: LibreOffice, Word to PDF, whole process", "对照：LibreOffice 由 Word 转 PDF，整个命令"),
        _libreoffice(word),
    )


def _pdf(report: Report, engine: str) -> float:
    """Another report each time: typst remembers what it has laid out."""

    def make() -> bytes:
        other = report.with_figures({NATURAL_PERSONS: count(next(NUMBERS))})
        renamed = replace(other, agency=f"{report.agency}{next(NUMBERS)}")
        return write(page_of(renamed, engine=engine), "pdf")

    return median(make, 5)


def _typst_itself(report: Report) -> float:
    """What of a PDF by typst is spent within the library."""
    spent: list[float] = []
    printed = Compiler.pdf

    def timed(compiler: Compiler, template: str, page: str) -> bytes:
        start = time.perf_counter()
        data = printed(compiler, template, page)
        spent.append(time.perf_counter() - start)
        return data

    with patch.object(Compiler, "pdf", timed):
        _pdf(report, "typst")
    return statistics.median(spent[1:]) * 1000


def _process(page: str, engine: str, folder: Path) -> float:
    """Python with what a PDF needs and nothing else: what printing costs from nothing."""
    html = folder / "page.html"
    html.write_text(page, encoding="utf-8")
    program = (
        "import sys, pathlib\n"
        "from nianbao.write.page import Page\n"
        "from nianbao.write.pdf.document import write\n"
        "write(Page(pathlib.Path(sys.argv[1]).read_text(encoding='utf-8'), sys.argv[2]))"
    )
    command = [sys.executable, "-c", program, str(html), engine]
    return median(lambda: subprocess.run(command, check=True, capture_output=True), 5)  # noqa: S603


def _one_cell(report: Report) -> float:
    watch = Watch(report)
    changed = [report.with_figures({NATURAL_PERSONS: count(number)}) for number in (1, 2)]

    def change() -> None:
        changed.reverse()
        watch.become(changed[0])
        watch.findings()

    return median(change, 200)


def _checks(report: Report, folder: Path) -> Iterator[Measurement]:
    """The command on a report that it has never seen, on the same once more, and on one that has another
    figure each time, to which its text refers."""
    path, cache = folder / "checked.toml", folder / "cache"
    figures = itertools.count(1)

    def write() -> None:
        report_toml.save(report.with_figures({NATURAL_PERSONS: count(next(figures))}), path)

    def forget() -> None:
        for known in [*cache.glob("lines-*"), *cache.glob("check-*")]:
            known.unlink()

    write()
    aim = round(60 + 2 * _run(["-c", "pass"]))  # two starts of Python itself, as long as they take here
    with patch.dict(os.environ, NIANBAO_CACHE=str(cache)):
        for more, english, chinese in (
            (forget, "a report for the first time", "第一次核对"),
            (None, "the same report again", "再核对一次"),
            (write, "again with another figure", "改一个数后再核对"),
        ):
            yield Measurement(
                (f"`nianbao check`, whole process, {english}", f"`nianbao check` 整个命令，{chinese}"),
                _command("check", str(path), before=more or _nothing),
                aim if more is None else None,
            )


def _nothing() -> None: ...


def _read_back(report: Report, page: str, kind: str) -> float:
    data = write(Page(page), kind)
    return median(lambda: differences(report, data, kind), 10)


def _readings(page: str, folder: Path) -> Iterator[Measurement]:
    """Reading a published document, by kind, and a folder of many."""
    tagged = write(Page(page), "pdf")
    documents = {
        ("Word file", "Word"): ("docx", write(Page(page), "docx"), 50),
        ("web page", "网页"): ("html", write(Page(page), "html"), 50),
        ("PDF with structure", "有结构的 PDF"): ("pdf", tagged, 80),
        ("PDF without structure", "没有结构的 PDF"): ("pdf", _without_structure(tagged), 1000),
    }
    for (name, chinese), (kind, data, aim) in documents.items():
        yield Measurement(
            (f"recognise a published {name}", f"读入公布的{chinese}"),
            median(lambda kind=kind, data=data: recognise(read(data, kind)), 10),  # type: ignore[misc]
            aim,
        )
    many = folder / "many"
    many.mkdir()
    for number, (kind, data, _) in enumerate([*documents.values()] * (MANY // len(documents))):
        (many / f"{number}.{kind}").write_bytes(data)
    yield Measurement(
        (f"`nianbao read` of a folder of {MANY}", f"`nianbao read` 读入{MANY}份"),
        _command("read", "--force", "-o", str(folder / "read"), str(many), times=3),
    )


def _ledger(folder: Path) -> Path:
    """A ledger of 100,000 applications in twelve columns."""
    day = datetime.date(2025, 1, 1)
    path = folder / "ledger.xlsx"
    with xlsxwriter.Workbook(path, {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        heads = "编号 申请人 证件号码 电话 地址 内容 备注 申请人类型 收到日期 答复日期 办理结果 是否延期"
        sheet.write_row(0, 0, heads.split())
        for row in range(1, 100_001):
            received = day + datetime.timedelta(row % 300)
            answered = received + datetime.timedelta(row % 25)
            person = [f"{column}{row}" for column in heads.split()[:7]]
            days = [received.isoformat(), answered.isoformat()]
            sheet.write_row(row, 0, [*person, "自然人", *days, ("予以公开", "部分公开")[row % 2], "否"])
    return path


def _without_structure(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        del pdf.Root.StructTreeRoot
        out = BytesIO()
        pdf.save(out)
    return out.getvalue()


def _command(*arguments: str, times: int = 7, before: Callable[[], None] = _nothing) -> float:
    """A command in a process of its own. Findings are fine, failures are not."""
    return _run(["-m", "nianbao", *arguments], times, before)


def _run(arguments: Sequence[str], times: int = 7, before: Callable[[], None] = _nothing) -> float:
    """Python in a process of its own; ``before`` is done each time, and takes next to nothing."""
    command = [sys.executable, *arguments]

    def run() -> None:
        before()
        done = subprocess.run(command, capture_output=True, check=False)  # noqa: S603 - our own program
        if done.returncode > 1:
            raise SystemExit(done.stderr.decode())

    return median(run, times)


def _docxtpl(word: Path) -> float | None:
    """The same Word file as a docxtpl template, every cell of its tables a variable."""
    try:
        import docx
        from docxtpl import DocxTemplate
    except ImportError:
        return None
    document = docx.Document(str(word))
    texts = document.element.body.xpath("./w:tbl//w:t")
    values = {f"v{index}": text.text for index, text in enumerate(texts)}
    for index, text in enumerate(texts):
        text.text = f"{{{{ v{index} }}}}"
    template = word.with_name("template.docx")
    document.save(str(template))

    def run() -> None:
        page = DocxTemplate(str(template))
        page.render(values)
        page.save(str(word.with_name("filled.docx")))

    return median(run, 10)


def _libreoffice(word: Path) -> float | None:
    program = shutil.which("soffice")
    if program is None:
        return None
    profile = f"-env:UserInstallation={(word.parent / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(word.parent), str(word)]
    return median(lambda: subprocess.run(command, check=True, capture_output=True), 5)  # noqa: S603


def _milliseconds(value: float) -> str:
    return f"{value:.1f} ms" if value < 10 else f"{value:.0f} ms"


def table(lines: list[Measurement], language: int) -> str:
    """The table in English (0) or Chinese (1), with what it was measured on."""
    what, middle, aim, _, machine = HEADS[language]
    where = machine.format(python=platform.python_version(), cores=os.cpu_count())
    head = f"| {what}{where} | {middle} | {aim} |"
    return "\n".join([head, "|---|---:|---:|", *(line.line(language) for line in lines)]) + "\n"


def main() -> None:
    """Measure, print, and write into the READMEs where that is wanted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    wanted = parser.parse_args().write
    path = next((ROOT / "sample_inputs").glob("005-*.toml"))
    with tempfile.TemporaryDirectory() as folder:
        lines = list(measurements(path, Path(folder)))
    print(table(lines, 0))
    for language, readme in enumerate(READMES if wanted else ()):
        head, mark, rest = readme.read_text(encoding="utf-8").partition(BEGIN)
        after = rest[rest.index(END) :]
        readme.write_text(head + mark + table(lines, language) + after, encoding="utf-8")


if __name__ == "__main__":
    main()
