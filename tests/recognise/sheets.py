"""Reports as browsers and offices print them to PDF: each sheet of style a maker.

What is printed states no structure. Only ruled lines tell what a table is, and only places of lines what a
paragraph is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import weasyprint
from weasyprint.text.fonts import FontConfiguration

from nianbao.read.blocks import Block
from tests.recognise.files import body_of

_TABLE = "table{border-collapse:collapse;width:100%}td{border:0.5pt solid;padding:1pt 2pt}"
# A browser prints the time and the title above, and the address and the page below.
_BROWSER = (
    '@top-left{content:"2025/1/22 16:05";font-size:8pt}@top-center{content:"政府信息公开年报";font-size:8pt}'
    '@bottom-left{content:"https://www.qingxi.example/art/2025/1/22/art_1229_1.html";font-size:8pt}'
    '@bottom-right{content:counter(page) "/" counter(pages);font-size:8pt}'
)
_OFFICE = '@bottom-center{content:"— " counter(page) " —";font-size:14pt}'


@dataclass(frozen=True)
class Sheet:
    """A sheet of style. ``indent`` is what stands before the text of a paragraph, if the style does not."""

    name: str
    style: str
    indent: str = ""


_FONTS = Path(__file__).resolve().parents[2] / "fonts"


def _sheet(name: str, page: str, rest: str, *, indent: str = "", font: str = "Song") -> Sheet:
    face = f"@font-face{{font-family:own;src:url({(_FONTS / f'Nianbao{font}.ttf').as_uri()})}}"
    return Sheet(name, f"{face}*{{font-family:own}}@page{{{page}}}{_TABLE}{rest}", indent)


SHEETS = (
    _sheet(
        "office_28pt",
        f"size:A4;margin:37mm 26mm 35mm 28mm;{_OFFICE}",
        "body{font-size:16pt;line-height:28pt;text-align:justify}p{text-indent:2em;margin:0}"
        "h1{font-size:22pt;text-align:center}h2{font-size:16pt;text-indent:2em;margin:0}table{font-size:9pt;line-height:1.2}",
        font="Fang",
    ),
    _sheet(
        "tight",
        f"size:A4;margin:20mm;{_BROWSER}",
        "body{font-size:10.5pt;line-height:1.2}p{margin:0;text-indent:2em}h1{font-size:14pt;text-align:center}"
        "h2{font-size:10.5pt;margin:0}",
    ),
    _sheet(
        "web_wide",
        f"size:A4;margin:10mm;{_BROWSER}",
        "body{font-size:12pt;line-height:2.2}p{margin:0;text-indent:2em;text-align:justify}"
        "h1{font-size:18pt;text-align:center}h2{font-size:12pt;margin:0;text-indent:2em}"
        "table{line-height:1.4;font-size:8pt}",
        font="Hei",
    ),
    _sheet(
        "web_gaps",
        f"size:A4;margin:12mm;{_BROWSER}",
        "body{font-size:11pt;line-height:2}p{margin:1em 0}h1{font-size:20pt;text-align:center}"
        "h2{font-size:13pt;margin:1em 0}table{line-height:1.3;font-size:8pt}",
    ),
    _sheet(
        "web_gaps_small",
        f"size:A4;margin:12mm;{_BROWSER}",
        "body{font-size:12pt;line-height:1.5}p{margin:5pt 0}h1{font-size:16pt}h2{font-size:12pt;margin:5pt 0}"
        "table{line-height:1.3;font-size:8pt}",
    ),
    _sheet(
        "typed_spaces",
        f"size:A4;margin:25mm;{_OFFICE}",
        "body{font-size:14pt;line-height:2}p{margin:0;text-align:left}h1{font-size:14pt;text-align:center}"
        "h2{font-size:14pt;margin:0}table{line-height:1.2;font-size:8pt}",
        indent="\u3000\u3000",
        font="Kai",
    ),
    _sheet(
        "letter_all_one_size",
        f"size:A4;margin:30mm 25mm;{_OFFICE}",
        "body{font-size:12pt;line-height:1.75}p,h1,h2{font-size:12pt;margin:0;text-indent:2em;font-weight:normal}"
        "h1{text-indent:0}table{line-height:1.2;font-size:8pt}",
    ),
    _sheet(
        "narrow",
        f"size:A5;margin:12mm;{_BROWSER}",
        "body{font-size:10pt;line-height:1.9}p{margin:0;text-indent:2em}h1{font-size:13pt}"
        "h2{font-size:11pt;margin:6pt 0}table{line-height:1.2;font-size:6pt}",
    ),
    _sheet(
        "no_indent",
        f"size:A4;margin:20mm;{_BROWSER}",
        "body{font-size:12pt;line-height:1.6}p{margin:0}h1{font-size:18pt;text-align:center}h2{font-size:12pt;margin:0}"
        "table{line-height:1.2;font-size:8pt}",
    ),
    _sheet(
        "beside_a_column",
        f"size:A4;margin:10mm;{_BROWSER}",
        "body{font-size:12pt;line-height:2;padding:0 25mm}p{margin:0 0 10pt;text-indent:2em}"
        "h1{font-size:18pt;text-align:center}h2{font-size:12pt;margin:0 0 10pt;text-indent:2em}"
        "table{line-height:1.2;font-size:8pt;width:120%;margin-left:-10%}",
    ),
)


def printed(blocks: Sequence[Block], sheet: Sheet) -> bytes:
    """A PDF without structure."""
    page = f"<!doctype html><html lang=zh><body>{body_of(blocks, indent=sheet.indent)}</body></html>"
    fonts = FontConfiguration()
    style = weasyprint.CSS(string=sheet.style, font_config=fonts)
    made: bytes = weasyprint.HTML(string=page).write_pdf(stylesheets=[style], font_config=fonts)
    return made
