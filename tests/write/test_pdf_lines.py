"""Lines of both engines: what offices write, in any order, breaks alike."""

from __future__ import annotations

import random

import pytest

from nianbao.write.page import Page
from nianbao.write.pdf.document import write
from nianbao.write.pdf.engines import names
from tests import typography
from tests.soak import SEEDS, SOAKING
from tests.write.test_pdf import SHELL

PIECES = (
    "公开", "政府信息", "“应公开、尽公开”", "《中华人民共和国政府信息公开条例》",
    "（国务院令第711号）", "12345热线", "1,234件", "98.5%", "2024年1月31日", "国办发〔2016〕17号",
    "https://www.qingxi.gov.cn/zfxxgk/fdzdgknr/index.html", "www.qingxi.gov.cn", "3—5个", "APP",
    "http://a.gov.cn/art/2024/1/31/art_1229_58.html", "4166.24万元", "0571-88888888",
    "“双随机、一公开”", "《〈条例〉实施办法》", "（含上年结转2件）", "‘一网通办’", "100％",
    "100%（含3件）", "“一件事”改革", "①及时", "②准确；", "zwgk@example.gov.cn", "±0.3℃", "№",
    "123456789", "第（三）项", "2024～2025年", "（1）", "一是", "《通知》（青政办〔2024〕3号）",
    "8:30—17:30", "A/B两类", "电话:0571-12345", "人民", "￥3000",
)  # fmt: skip
SIGNS = "，。、；：！？·"
PARAGRAPHS = 60


def paragraph(chance: random.Random) -> str:
    """Pieces of text, half of them with a sign behind."""
    pieces = [chance.choice(PIECES) for _ in range(chance.randint(5, 26))]
    return "".join(piece + chance.choice(["", *SIGNS, "", "——", "……", "", "", ""]) for piece in pieces)


@pytest.mark.parametrize("seed", SEEDS if SOAKING else SEEDS[:1])
def test_both_engines_break_lines_alike(seed: str) -> None:
    chance = random.Random(seed)  # noqa: S311 - nothing secret
    for _ in range(20 if SOAKING else 1):
        html = "".join(f"<p>{paragraph(chance)}</p>" for _ in range(PARAGRAPHS))
        files = [write(Page(SHELL.format("", html), engine)) for engine in names()]
        assert typography.text(files[0]) == typography.text(files[1])
