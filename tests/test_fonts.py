"""The fonts in the repository: complete, licensed, and never taken for a system font."""

from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

FOLDER = Path(__file__).resolve().parent.parent / "fonts"
FONTS = {
    "Biao": "OFL-Noto.txt",
    "Song": "OFL-Noto.txt",
    "Hei": "OFL-Noto.txt",
    "Kai": "OFL-LXGW.txt",
    "Fang": "GPL-Fandol.txt",
}
RARE = "㑇㭎䴙𬶋𫖯㧐㸆䓖䗖𠙶𬭎𬙂堃祎赟"  # of the 8105 in 通用规范汉字表, not in GB 2312
PUNCTUATION = "，。；：？！、（）《》〈〉〔〕【】“”‘’—…·～－‰℃№①⑩㈠Ⅳ×÷±≥√□■○●￥"
every_font = pytest.mark.parametrize("font", FONTS)


def path_of(font: str) -> Path:
    """Return the font's file."""
    return FOLDER / f"Nianbao{font}.ttf"


@cache
def opened(font: str) -> Any:
    """Open a font without reading its outlines."""
    return TTFont(path_of(font), lazy=True)


@cache
def cmap(font: str) -> dict[int, str]:
    """Return the font's map from code points to glyphs."""
    found: dict[int, str] = opened(font).getBestCmap()
    return found


def lacking(font: str, characters: str) -> str:
    """Return those of the characters that the font has not."""
    return "".join(each for each in characters if ord(each) not in cmap(font))


def gb2312() -> str:
    """Return every character of GB 2312."""
    pairs = (bytes([row, cell]) for row in range(0xA1, 0xF8) for cell in range(0xA1, 0xFF))
    return "".join(pair.decode("gb2312", errors="ignore") for pair in pairs)


@every_font
def test_outlines_are_truetype(font: str) -> None:
    """Only these carry glyph numbers that printed files can rely on."""
    assert "glyf" in opened(font)
    assert "CFF " not in opened(font)


@every_font
def test_name_is_private(font: str) -> None:
    """Family, full and PostScript name: no name of a font that a system may have."""
    names = {each.nameID: str(each) for each in opened(font)["name"].names}
    assert names[1] == names[4] == f"Nianbao {font}"
    assert names[6] == f"Nianbao{font}-Regular"
    assert 16 not in names


@every_font
def test_embedding_is_allowed(font: str) -> None:
    """Neither "restricted" nor "no subsetting" nor "bitmaps only"."""
    assert not opened(font)["OS/2"].fsType & 0x0302


@every_font
def test_covers_gb2312_ascii_and_punctuation(font: str) -> None:
    """What nearly every report is written with."""
    ascii_characters = "".join(map(chr, range(0x20, 0x7F)))
    assert len(gb2312()) == 7445
    assert lacking(font, gb2312() + ascii_characters + PUNCTUATION) == ""


@pytest.mark.parametrize("font", ["Biao", "Song", "Hei", "Kai"])
def test_covers_rare_characters(font: str) -> None:
    """Characters of names and places beyond GB 2312, and units of measure."""
    assert lacking(font, RARE + "㎡㎏㏎") == ""
    assert sum(0x3400 <= each < 0xA000 or each >= 0x20000 for each in cmap(font)) >= 8105


def test_fang_falls_back_to_song() -> None:
    """The one font that lacks them: the chain of fonts must go on to Song."""
    assert lacking("Fang", RARE) == RARE
    assert lacking("Song", "".join(map(chr, cmap("Fang")))) == ""


@every_font
def test_every_character_has_its_own_glyph(font: str) -> None:
    """So text copied out of a printed file comes back as it was written."""
    glyphs = cmap(font)
    assert len(set(glyphs.values())) == len(glyphs) == opened(font)["maxp"].numGlyphs - 1


@every_font
def test_line_metrics_are_shared(font: str) -> None:
    """A change of font within a line must not move the line."""
    line, style = opened(font)["hhea"], opened(font)["OS/2"]
    assert (line.ascent, line.descent, line.lineGap) == (1080, -320, 0)
    assert (style.sTypoAscender, style.sTypoDescender, style.sTypoLineGap) == (1080, -320, 0)
    assert (style.usWinAscent, style.usWinDescent) == (1080, 320)


@every_font
def test_figures_line_up(font: str) -> None:
    """Digits of one width, Chinese punctuation and dashes of a full square."""
    widths = opened(font)["hmtx"].metrics
    assert len({widths[cmap(font)[ord(each)]][0] for each in "0123456789"}) == 1
    assert {widths[cmap(font)[ord(each)]][0] for each in "，。（）《》“”‘’—…·国"} == {1000}


@every_font
def test_licence_lies_beside(font: str) -> None:
    """Every font is named in its licence file and in the folder's README."""
    licence = (FOLDER / FONTS[font]).read_text(encoding="utf-8")
    wanted = {
        "OFL-Noto.txt": "SIL OPEN FONT LICENSE",
        "OFL-LXGW.txt": "Reserved Font Names",
        "GPL-Fandol.txt": "As a special exception, if you create a document which uses this font",
    }
    assert wanted[FONTS[font]] in licence
    assert path_of(font).name in licence
    assert path_of(font).name in (FOLDER / "README.md").read_text(encoding="utf-8")


def test_fonts_stay_small() -> None:
    """All five together fit into a repository and a wheel; nothing else lies about."""
    files = sorted(FOLDER.glob("*.[ot]t[fc]"))
    assert files == sorted(map(path_of, FONTS))
    assert sum(each.stat().st_size for each in files) < 24_000_000
