"""Long, deep, wide and repeated input takes work in proportion to its size, whatever it is made of.

Pieces that mean something to a reader are put together to files as large as the reader takes. Work is CPU
time, held against that of a plain loop over as many characters on the same machine, with a generous factor;
a process of its own with a limit of CPU time and memory does it, so that nothing can hang. ``make soak``
draws many more combinations.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import random
import resource
import signal
import time
from collections.abc import Callable, Iterator
from functools import cache
from multiprocessing.connection import Connection

import pytest

from nianbao import checks
from nianbao.checks import claims
from nianbao.files import report_toml
from nianbao.problem import Refusal
from nianbao.read import read
from nianbao.recognise import recognise
from tests.docx_pieces import PIECES, in_body, in_cell, in_table, nested
from tests.printed import distinct, page
from tests.recognise.conversions import FULL
from tests.soak import SOAKING, TIMES

SIZE = 20_000  # characters
DRAWN = 3 * TIMES
FACTOR = 250  # times a plain loop; what reads each character with many patterns and functions needs 50
MOST_MEMORY = 300_000_000  # bytes beyond those of the program itself
ATTEMPTS = 3
MOST_SECONDS = 2  # of one input, after which it is broken off
MOST_OF_ALL = 120 * TIMES  # of all inputs of a way

# fmt: off
TEXT = (
    " ", "\t", "\n", "\n\n", "|", "||", "| ", "-", "--\n", "#", "# ", "**", "__", "\\", "<table>",
    "</table>", "<br>", "<td>", "&#", "&amp;", "&#99999999999;", "1", "12 ", "1,234", "9" * 30, "一", "一、",
    "（一）", "(1)", "1.", "第", "（", "）", "《", "》", "“", "”", "〔", "[", "{{", "}}",
    "{{ 申请.本年新收.总计 }}", "{{ 申请.甲 }}", "\\{{", ">", "» ", "首页 > ", "其中", "共收到5件，",
    "其中5件、", "（其中5件）", "同比增长5%，", "占5%，", "均", "未", "较上年", "申请", "本年新收", "合计",
    "制发", "2024年", "2024年度某局政府信息公开工作年度报告", "报告由某局编制", "1月1日至", "12月31日",
    "。", "；", "，", "、", "13800138000", "410711199001011234", "http://a.b/", "某某县教育局",
    "区政府办公室", "甲" * 40 + "\n", "甲\n", "\t甲\n", "\ta\n\n", "甲\t乙\n", "甲|乙\n", "甲||\n", "\x0b",
    "\u3000", "\u200b", "Ａ", "．", "\\n", "'", '"', "┌┬┐\n", "│1│\n", "├┼┤\n", "+--+--+\n",
)
HTML = (
    *TEXT, "<div>", "</div>", "<p>", "<h1>", "</h1>", "<table><tr><td>", "</td></tr></table>", "<tr>",
    "<td rowspan=9 colspan=9>", "<tbody>", "<pre>", "<form>", "<a ", "a=1 ", "a='<' ", "<p style='display:",
    "a:b;", "<!--", "-->", "<![CDATA[", "<script>", "<meta charset=", "&nbsp;", "<th>", "<ul><li>",
    "<select>", "<svg>", "<b>", "<i>", "<hr>", "</p>", "<font>", "</",
)
TOML = (
    "a.", "a = 1\n", "[a]\n", "[[a]]\n", "[a.b]\n", "[[waivers]]\n", "code = 'T301'\n",
    "cell = 'applications.received.tota'\n", "reason = 'x'\n", "[", "]", "{", "}", "{a=", "'", '"', "'''",
    '"""', "\\", "\\u", "#", "\n", " ", "=", ",", "1", "0x", "1_", "1e9", "1.5", "-", "2024-01-01",
    "[disclosure]\n", "licences = [", "5（", "）", "regulations = [0, 0, 0]\n", "true", "inf", ".",
    "a{0} = 1\n", "[a{0}]\n", "licence{0} = 1\n", "\"a\".", "text = '''\n", "甲", "\u200b", "\r", "\t",
    "[overview]\n", "nan,",
)
REFERENCES = (
    "{{", "}}", "{{}}", "{{ }}", "{{ 申请.本年新收.总计 }}", "{{申请.本年新收.自然人}}", "{{ 年份 }}",
    "{{ 上年 }}", "{{ applications.received.total }}",
    "{{ 申请.办理结果.总计 | 占 申请.本年新收.总计 }}", "{{ 申请.甲{0} }}",
    "{{ 申请.本年新收.总计 | 甲 }}", "{{ 机关 }}", "{{ 申请 }}", "{{ 申请.办理结果 }}", "{{ . }}",
    "{{ | }}", "其中", "{{ 申请..}}", "\\{{", "件，", "{{ " + "申请." * 20 + "}}",
    "{{ " + "甲" * 59 + "}}", "共收到", "占", "%", "。", "{{ 收费.金额 }}", "\n",
)
# fmt: on
HEAD = 'agency = "某某县教育局"\nyear = 2025\n'


def through_toml(text: str) -> None:
    """All that is done with a report.toml when it is checked."""
    checks.check(report_toml.loads(text.encode("utf-8", "replace"), "报告.toml"))


def through_narrative(text: str) -> None:
    """The same with a text that cannot be anything but text."""
    plain = text.replace("'''", "'")[:SIZE]
    through_toml(f"{HEAD}[overview]\ntext = '''\n{plain}\n'''\n")


def through_cell(text: str) -> None:
    """The same with what somebody wrote into a cell."""
    plain = text.replace("'", "").replace("\n", "").replace("\x0b", "")[:200]
    through_toml(f"{HEAD}[disclosure]\nlicences = ['5{plain[:199]}']\n")


def through_page(text: str) -> None:
    """All that is done with a web page that is checked, or was saved as one."""
    _through(text, "html")


def through_text(text: str) -> None:
    """The same with a text."""
    _through(text, "md")


def in_page(text: str) -> None:
    """The same with a report around it: what is found to be one is read to its end."""
    before, heading, after = a_page().partition("</h2>")
    _through(f"{before}{heading}{text}{after}", "html")


def in_text(text: str) -> None:
    """The same with a report around it."""
    before, after = a_text()
    _through(f"{before}\n{text}\n{after}", "md")


def through_body(text: str) -> None:
    """All that is done with a Word file, with pieces of it before its first paragraph."""
    _through(in_body(text), "docx")


def through_row(text: str) -> None:
    """The same with pieces in a row of a table of the form."""
    _through(in_table(text), "docx")


def through_words(text: str) -> None:
    """The same with pieces in a cell of it."""
    _through(in_cell(text), "docx")


def _through(file: str | bytes, kind: str) -> None:
    data = file if isinstance(file, bytes) else file.encode("utf-8", "replace")
    found = recognise(read(data, kind), "报告")
    checks.check(found.report)
    report_toml.new_text(found.report)


@cache
def a_page() -> str:
    return page(distinct("2021"))


@cache
def a_text() -> tuple[str, str]:
    """A report as a text, cut after the first heading."""
    lines = FULL[0](read(a_page().encode(), "html")).decode().splitlines()
    at = next(number for number, line in enumerate(lines) if "一、" in line) + 1
    return "\n".join(lines[:at]), "\n".join(lines[at:])


WAYS: dict[str, tuple[Callable[[str], None], tuple[str, ...], str]] = {
    "toml": (through_toml, TOML, HEAD),
    "narrative": (through_narrative, TEXT, ""),
    "cell": (through_cell, TEXT, ""),
    "page": (through_page, HTML, ""),
    "text": (through_text, TEXT, ""),
    "in page": (in_page, HTML, ""),
    "in text": (in_text, TEXT, ""),
    "references": (through_narrative, REFERENCES, ""),
    "word file": (through_body, PIECES, ""),
    "row of a word file": (through_row, PIECES, ""),
    "cell of a word file": (through_words, PIECES, ""),
}
# In make test a way takes every third piece, of a Word file every ninth, and the next way the next ones.
SHARES = {way: 9 if pieces is PIECES else 3 for way, (_, pieces, _) in WAYS.items()}


def share(way: str) -> tuple[str, ...]:
    """The pieces that a way tries."""
    pieces, every = WAYS[way][1], 1 if SOAKING else SHARES[way]
    return pieces[list(WAYS).index(way) % every :: every]


def filled(piece: str, size: int) -> str:
    """A piece again and again; {0} in it counts."""
    count = max(1, size // len(piece))
    counted = "{0}" in piece
    return "".join(piece.replace("{0}", str(at)) for at in range(count)) if counted else piece * count


def inputs(pieces: tuple[str, ...], size: int, chance: random.Random) -> Iterator[tuple[str, str]]:
    """Every piece alone, repeated; then drawn combinations. Each with what it is called."""
    for piece in pieces:
        yield f"{piece!r}…", filled(piece, size)
        if "{}" in piece:
            deep = nested(piece, size // len(piece))
            yield f"{piece!r} in itself", filled(deep, size)
            other = chance.choice(pieces)
            yield f"{piece!r} around {other!r}…", deep.replace("{}", filled(other, size))
    for _ in range(DRAWN):
        one, two, three = (chance.choice(pieces) for _ in range(3))
        half = size // 2
        if "{}" in one:
            yield f"{one!r} around {two!r}…", one.replace("{}", filled(two, size))
            yield f"({one!r} around {two!r}…)…", filled(one.replace("{}", filled(two, 300)), size)
        yield from (
            (f"({one!r}{two!r})…", filled(one + two, size)),
            (f"{one!r}…{two!r}…", filled(one, half) + filled(two, half)),
            (f"{one!r}{two!r}…{three!r}", one + filled(two, size) + three),
            (f"({one!r}{two!r}…\\n)…", filled(one + filled(two, 300) + three + "\n", size)),
        )


def loop(text: str) -> int:
    """A plain loop over a text: what a linear pass costs on this machine."""
    known: dict[str, int] = {}
    for character in text:
        known[character] = known.get(character, 0) + 1
    return len(known)


class TooLong(BaseException):
    """One input has taken its time."""


def broken_off(*_: object) -> None:
    raise TooLong


def seconds(work: Callable[[], object]) -> float:
    begin = time.process_time()
    work()
    return time.process_time() - begin


def measure(way: str, told: Connection) -> None:
    """In a process of its own: tell every input before it is tried and what came of it."""
    used = int(resource.getrusage(resource.RUSAGE_SELF).ru_utime) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (used + MOST_OF_ALL, used + MOST_OF_ALL))
    through, _, head = WAYS[way]
    with open("/proc/self/statm", encoding="ascii") as pages:  # noqa: PTH123 - not a path of ours
        size = int(pages.read().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (size + MOST_MEMORY, size + MOST_MEMORY))
    signal.signal(signal.SIGPROF, broken_off)
    unit = seconds(lambda: loop("甲" * SIZE * 25)) / 25
    chance = random.Random(way)  # noqa: S311 - the same every time
    for name, text in inputs(share(way), SIZE, chance):
        told.send((name, 0.0))

        def work(name: str = name, text: str = text) -> None:
            claims.said.cache_clear()
            claims._line.cache_clear()
            try:
                through(head + text)
            except Refusal:
                pass
            except (MemoryError, TooLong):
                told.send((name, float("inf")))

        for _ in range(ATTEMPTS):  # other work on the machine slows this down: the quickest counts
            signal.setitimer(signal.ITIMER_PROF, MOST_SECONDS)
            factor = seconds(work) / unit
            signal.setitimer(signal.ITIMER_PROF, 0)
            if factor <= FACTOR:
                break
        else:
            told.send((name, factor))
    told.send(("", 0.0))


@pytest.fixture(scope="module", autouse=True)
def _warm() -> None:
    """What is loaded and remembered is not the input's; the processes have it from this one."""
    for warm, _, _ in WAYS.values():
        with contextlib.suppress(Refusal):
            warm("甲")


@pytest.mark.parametrize("way", WAYS)
def test_work_grows_as_the_input_does(way: str) -> None:
    context = multiprocessing.get_context("fork")
    listening, telling = context.Pipe(duplex=False)
    process = context.Process(target=measure, args=(way, telling))
    process.start()
    telling.close()
    last, slow = "nothing", []
    try:
        while last:
            last, factor = listening.recv()
            if factor > FACTOR:
                slow.append((factor, last))
    except EOFError:
        slow.append((-1, last))  # ended by the limit
    process.join()
    assert not sorted(slow, reverse=True)[:20]
