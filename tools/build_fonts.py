"""Rebuild the five fonts in ``fonts/`` from Debian packages.

Nothing is installed: the packages are fetched with ``apt-get download`` into a temporary folder
and unpacked there. Each font is drawn anew with quadratic outlines, glyph after glyph in code
point order, so that a glyph's number is the same everywhere and printed files show their text in
every viewer. Every code point has a glyph of its own: text copied out of a printed file comes
back as it was written. The same packages give the same bytes.

    python tools/build_fonts.py                # writes fonts/*.ttf and the licences
    python tools/build_fonts.py --debs FOLDER  # takes the packages from FOLDER instead
"""
# mypy: allow-untyped-calls
# (fontTools carries no types.)

from __future__ import annotations

import argparse
import bz2
import gzip
import subprocess
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fontTools.fontBuilder import FontBuilder
from fontTools.misc.transform import Transform
from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.cu2quPen import Cu2QuPen
from fontTools.pens.recordingPen import DecomposingRecordingPen
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont

PACKAGES = {
    "fonts-noto-cjk": "1:20220127+repack1-1",
    "fonts-lxgw-wenkai": "1.250+repack-1",
    "texlive-lang-chinese": "2022.20230122-1",
    "unicode-data": "15.0.0-1",
}
NOTO = "usr/share/fonts/opentype/noto"
LXGW = "usr/share/fonts/truetype/lxgw-wenkai"
FANDOL = "usr/share/texlive/texmf-dist/fonts/opentype/public/fandol"
FANDOL_DOC = "usr/share/doc/texlive-doc/fonts/fandol"
UNIHAN = "usr/share/unicode/Unihan_OtherMappings.txt.bz2"

SC_FACE = 2  # the simplified Chinese face of a Noto CJK collection
SQUARE = 1000  # units per em of every source, and the width of a Chinese character
MAX_ERROR = 1.0  # farthest that a quadratic outline may stray from the cubic one, in units

# One set of vertical metrics for all five, so that a change of font within a line never moves
# the line. Chinese characters fill 880 to -120; the box around them is centred on that square.
ASCENT, DESCENT = 1080, -320

# Punctuation that fills a square in Chinese text, and where in the square its own box sits:
# at the right end, at the left end, in the middle.
SQUARE_PUNCTUATION = {
    "\N{LEFT SINGLE QUOTATION MARK}": 1.0,
    "\N{LEFT DOUBLE QUOTATION MARK}": 1.0,
    "\N{RIGHT SINGLE QUOTATION MARK}": 0.0,
    "\N{RIGHT DOUBLE QUOTATION MARK}": 0.0,
    "\N{MIDDLE DOT}": 0.5,
}

# Dashes run from edge to edge of the square: two in a row make one line without a gap.
DASHES = "—―"

# GB 2312 has one dash where Unicode has two: a font with only one of them lends it to the other.
STAND_INS = {"―": "—"}

# Blocks of symbols beside the national sets; a source gives what it has of them.
SYMBOL_RANGES = (
    (0x0020, 0x007E),  # ASCII
    (0x00A0, 0x00FF),  # Latin-1
    (0x2000, 0x2049),  # general punctuation: — … “ ” ‘ ’ ‰
    (0x20AC, 0x20AC),  # €
    (0x2100, 0x218B),  # ℃ № ½ Ⅳ
    (0x2190, 0x2199),  # arrows
    (0x2460, 0x24FF),  # ① ⑴ ⒈ ⓪
    (0x25A0, 0x25FF),  # □ ■ ○ ●
    (0x2713, 0x2717),  # ✓ ✗
    (0x3000, 0x3029),  # 、 。 〇 〔 〕
    (0x3030, 0x3030),  # 〰
    (0x3220, 0x3247),  # ㈠
    (0x3251, 0x325F),  # ㉑
    (0x3280, 0x32BF),  # ㊣
    (0x3300, 0x33FF),  # ㎡ ㏎
    (0xFE30, 0xFE4F),  # forms for vertical text
    (0xFF01, 0xFF60),  # full-width ASCII
    (0xFFE0, 0xFFE6),  # full-width currency
)


@dataclass(frozen=True)
class Recipe:
    """How one font is made: where it comes from and what it is called afterwards."""

    family: str
    package: str
    path: str
    face: int = -1
    forms: Mapping[str, str] = field(default_factory=dict)
    """Characters taken in another form of the source: OpenType feature to characters."""
    rise: int = 0
    """How far up everything moves, so that Chinese characters stand as high as in the others."""

    @property
    def file_name(self) -> str:
        """Name of the finished file."""
        return self.family.replace(" ", "") + ".ttf"


DASH = {"fwid": "—"}
DASH_AND_DIGITS = {"fwid": "—", "hwid": "0123456789"}
RECIPES = (
    Recipe(
        "Nianbao Biao",
        "fonts-noto-cjk",
        f"{NOTO}/NotoSerifCJK-Bold.ttc",
        SC_FACE,
        DASH_AND_DIGITS,
    ),
    Recipe(
        "Nianbao Song",
        "fonts-noto-cjk",
        f"{NOTO}/NotoSerifCJK-Regular.ttc",
        SC_FACE,
        DASH_AND_DIGITS,
    ),
    Recipe(
        "Nianbao Hei",
        "fonts-noto-cjk",
        f"{NOTO}/NotoSansCJK-Regular.ttc",
        SC_FACE,
        DASH,
    ),
    Recipe(
        "Nianbao Kai",
        "fonts-lxgw-wenkai",
        f"{LXGW}/LXGWWenKai-Regular.ttf",
        rise=24,
    ),
    Recipe(
        "Nianbao Fang",
        "texlive-lang-chinese",
        f"{FANDOL}/FandolFang-Regular.otf",
        rise=71,
    ),
)


# Packages ---------------------------------------------------------------------------------------


def run(*command: str, folder: Path) -> None:
    """Run one of the two Debian commands; its complaint is complaint enough."""
    # The words come from the tables above and no shell sees them.
    done = subprocess.run(command, cwd=folder, check=False)  # noqa: S603
    if done.returncode:
        raise SystemExit(f"{command[0]} failed with {done.returncode}")


def fetch(folder: Path) -> None:
    """Download the packages, in the versions the repository's fonts were made from."""
    wanted = [f"{name}={version}" for name, version in PACKAGES.items()]
    run("apt-get", "download", *wanted, folder=folder)


def unpack(debs: Path, folder: Path) -> dict[str, Path]:
    """Unpack each package into a folder of its own and say where."""
    roots = {}
    for name in PACKAGES:
        found = sorted(debs.glob(f"{name}_*.deb"))
        if len(found) != 1:
            raise SystemExit(f"{name}: expected one package file, found {len(found)}")
        roots[name] = folder / name
        run("dpkg-deb", "-x", str(found[0].resolve()), name, folder=folder)
    return roots


# Characters -------------------------------------------------------------------------------------


def decoded(codec: str, leads: Iterable[int], trails: Iterable[int]) -> set[int]:
    """Return the code points that a two-byte code assigns within a rectangle of its table."""
    points = set()
    trail_list = list(trails)
    for lead in leads:
        for trail in trail_list:
            text = bytes([lead, trail]).decode(codec, errors="ignore")
            if len(text) == 1:
                points.add(ord(text))
    return points


def general_standard(unihan: Path) -> set[int]:
    """Return the 8105 characters of 通用规范汉字表 (Unihan property kTGH)."""
    with bz2.open(unihan, "rt", encoding="utf-8") as lines:
        rows = (line.split("\t") for line in lines if not line.startswith("#"))
        points = {int(row[0][2:], 16) for row in rows if len(row) == 3 and row[1] == "kTGH"}
    if len(points) != 8105:
        raise SystemExit(f"kTGH: expected 8105 characters, found {len(points)}")
    return points


def wanted_characters(unihan: Path) -> list[int]:
    """Return every code point that a font should have, in order."""
    points = general_standard(unihan)
    points |= decoded("gb2312", range(0xA1, 0xF8), range(0xA1, 0xFF))
    points |= decoded("gbk", range(0xA1, 0xAA), range(0x40, 0xFF))
    for first, last in SYMBOL_RANGES:
        points.update(range(first, last + 1))
    return sorted(points)


# Glyphs -----------------------------------------------------------------------------------------


def substitutions(font: Any, feature: str) -> dict[str, str]:
    """Return the one-to-one substitutions that an OpenType feature of the source makes."""
    table = font["GSUB"].table
    lookups = {
        index
        for record in table.FeatureList.FeatureRecord
        if record.FeatureTag == feature
        for index in record.Feature.LookupListIndex
    }
    found: dict[str, str] = {}
    for index in sorted(lookups):
        for subtable in table.LookupList.Lookup[index].SubTable:
            inner = getattr(subtable, "ExtSubTable", subtable)
            found.update(getattr(inner, "mapping", {}))
    return found


def chosen_glyphs(font: Any, recipe: Recipe, wanted: list[int]) -> dict[int, str]:
    """Say which glyph of the source draws each code point, leaving out what it has not."""
    cmap: dict[int, str] = font.getBestCmap()
    for character, lender in STAND_INS.items():
        if ord(lender) in cmap:
            cmap.setdefault(ord(character), cmap[ord(lender)])
    for feature, characters in recipe.forms.items():
        other = substitutions(font, feature)
        for character in characters:
            cmap[ord(character)] = other[cmap[ord(character)]]
    return {point: cmap[point] for point in wanted if point in cmap}


def placed(glyphs: Any, name: str, character: str) -> tuple[int, Transform]:
    """Return the width a character gets, and how its drawing is stretched or moved sideways."""
    width = round(glyphs[name].width)
    if character in DASHES:
        bounds = BoundsPen(glyphs)
        glyphs[name].draw(bounds)
        left, _, right, _ = bounds.bounds or (0, 0, SQUARE, 0)
        return SQUARE, Transform().scale(SQUARE / (right - left), 1).translate(-left, 0)
    share = SQUARE_PUNCTUATION.get(character)
    if share is None or width >= SQUARE:
        return width, Transform()
    return SQUARE, Transform().translate(round((SQUARE - width) * share), 0)


def drawn(glyphs: Any, name: str, placing: Transform, cubic: bool) -> Any:
    """Draw one glyph of the source with quadratic outlines."""
    outline = DecomposingRecordingPen(glyphs)
    glyphs[name].draw(outline)
    pen = TTGlyphPen(None)
    # Cubic outlines run the other way round than TrueType wants them.
    quadratic = Cu2QuPen(pen, MAX_ERROR, reverse_direction=cubic)
    outline.replay(TransformPen(quadratic, placing))
    return pen.glyph()


def glyph_name(point: int) -> str:
    """Return the working name of a character's glyph."""
    return f"u{point:05X}"


def add_glyphs(builder: FontBuilder, source: Any, chosen: Mapping[int, str], rise: int) -> None:
    """Put outlines, widths and the character map into the new font."""
    glyphs = source.getGlyphSet()
    cubic = "CFF " in source
    raised = Transform().translate(0, rise)
    outlines = {".notdef": drawn(glyphs, ".notdef", raised, cubic)}
    widths = {".notdef": round(glyphs[".notdef"].width)}
    for point, name in chosen.items():
        width, placing = placed(glyphs, name, chr(point))
        outlines[glyph_name(point)] = drawn(glyphs, name, raised.transform(placing), cubic)
        widths[glyph_name(point)] = width
    builder.setupGlyphOrder(list(outlines))
    builder.setupCharacterMap({point: glyph_name(point) for point in chosen})
    builder.setupGlyf(outlines)
    bearings = {name: getattr(glyph, "xMin", 0) for name, glyph in outlines.items()}
    builder.setupHorizontalMetrics({name: (widths[name], bearings[name]) for name in outlines})


# Tables -----------------------------------------------------------------------------------------


def add_names(builder: FontBuilder, source: Any, recipe: Recipe) -> None:
    """Give the font its private name and keep its authors, licence and version."""

    def kept(name_id: int) -> str:
        return str(source["name"].getDebugName(name_id) or "")

    version = kept(5).split(";")[0]
    post_script = recipe.family.replace(" ", "") + "-Regular"
    names = {
        "copyright": kept(0),
        "familyName": recipe.family,
        "styleName": "Regular",
        "uniqueFontIdentifier": f"{version};{post_script}",
        "fullName": recipe.family,
        "version": version,
        "psName": post_script,
        "manufacturer": kept(8),
        "designer": kept(9),
        "description": f"Modified version of {kept(4)}: subset, renamed, quadratic outlines.",
        "vendorURL": kept(11),
        "licenseDescription": kept(13) or "GNU General Public License 3 with font exception",
        "licenseInfoURL": kept(14),
    }
    builder.setupNameTable({key: text for key, text in names.items() if text}, mac=False)


def add_metrics(builder: FontBuilder, source: Any) -> None:
    """Set the line metrics, the same in every font, and pin the dates to the source's."""
    builder.setupHorizontalHeader(ascent=ASCENT, descent=DESCENT, lineGap=0)
    old = source["OS/2"]
    builder.setupOS2(
        version=4,
        usWeightClass=400,
        fsType=old.fsType,
        fsSelection=0b1100_0000,  # regular; the typographic metrics hold
        sTypoAscender=ASCENT,
        sTypoDescender=DESCENT,
        sTypoLineGap=0,
        usWinAscent=ASCENT,
        usWinDescent=-DESCENT,
        panose=old.panose,
        sxHeight=getattr(old, "sxHeight", 0),
        sCapHeight=getattr(old, "sCapHeight", 0),
        achVendID="NBAO",
    )
    post = source["post"]
    builder.setupPost(
        keepGlyphNames=False,
        underlinePosition=post.underlinePosition,
        underlineThickness=post.underlineThickness,
    )
    builder.updateHead(created=source["head"].created, modified=source["head"].modified)


def build(recipe: Recipe, root: Path, wanted: list[int], out: Path) -> None:
    """Make one font."""
    source: Any = TTFont(root / recipe.path, fontNumber=recipe.face, lazy=True)
    if source["head"].unitsPerEm != SQUARE:
        raise SystemExit(f"{recipe.path}: not drawn on {SQUARE} units")
    chosen = chosen_glyphs(source, recipe, wanted)
    builder = FontBuilder(unitsPerEm=SQUARE, isTTF=True)
    add_glyphs(builder, source, chosen, recipe.rise)
    add_names(builder, source, recipe)
    add_metrics(builder, source)
    font: Any = builder.font
    font["OS/2"].recalcUnicodeRanges(font)
    font["OS/2"].recalcCodePageRanges(font)
    font.recalcTimestamp = False
    target = out / recipe.file_name
    font.save(target)
    lacking = len(wanted) - len(chosen)
    size = target.stat().st_size
    print(f"{target.name}: {len(chosen)} characters, {lacking} lacking, {size} bytes")


# Licences ---------------------------------------------------------------------------------------


def paragraphs(root: Path, package: str) -> list[str]:
    """Return the paragraphs of a package's copyright file."""
    text = (root / "usr/share/doc" / package / "copyright").read_text(encoding="utf-8")
    return text.split("\n\n")


def open_font_licence(root: Path, package: str) -> str:
    """Return copyright statement and licence of a font package under the Open Font License."""
    parts = paragraphs(root, package)
    statement = next(part for part in parts if part.startswith("Files: *"))
    licence = next(part for part in parts if "SIL OPEN FONT LICENSE" in part)
    lines = [line[1:] if line.startswith(" ") else line for line in licence.splitlines()[1:]]
    text = "\n".join("" if line == "." else line for line in lines)
    return f"{statement.strip()}\n\n{text.strip()}\n"


def fandol_licence(root: Path) -> str:
    """Return the authors' word on the licence, and the licence with the font exception."""
    readme = (root / FANDOL_DOC / "README").read_text(encoding="utf-8")
    statement = readme.split("CHANGELOG")[0].removeprefix("README").strip()
    with gzip.open(root / FANDOL_DOC / "COPYING.gz", "rt", encoding="utf-8") as copying:
        return f"{statement}\n\n{copying.read().rstrip()}\n"


def copyrights(out: Path, package: str) -> str:
    """List what the fonts of a package say of themselves, and that they were changed."""
    lines = []
    for recipe in RECIPES:
        if recipe.package == package:
            names = TTFont(out / recipe.file_name, lazy=True)["name"]
            notice = "\n".join(str(names.getDebugName(0)).splitlines())
            lines.append(f"{recipe.file_name}\n{names.getDebugName(10)}\n{notice}\n")
    return "\n".join(lines)


def write_licences(roots: Mapping[str, Path], out: Path) -> None:
    """Write the licences beside the fonts."""
    noto, lxgw, fandol = "fonts-noto-cjk", "fonts-lxgw-wenkai", "texlive-lang-chinese"
    texts = {
        "OFL-Noto.txt": (noto, open_font_licence(roots[noto], noto)),
        "OFL-LXGW.txt": (lxgw, open_font_licence(roots[lxgw], lxgw)),
        "GPL-Fandol.txt": (fandol, fandol_licence(roots[fandol])),
    }
    for file_name, (package, text) in texts.items():
        content = f"{copyrights(out, package)}\n{text}"
        (out / file_name).write_text(content, encoding="utf-8", newline="\n")


def main() -> None:
    """Build all five fonts and their licences."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    default = Path(__file__).resolve().parent.parent / "fonts"
    parser.add_argument("--out", type=Path, default=default, help="folder for the fonts")
    parser.add_argument("--debs", type=Path, help="folder that has the .deb files already")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        debs = options.debs or Path(scratch)
        if options.debs is None:
            fetch(debs)
        roots = unpack(debs, Path(scratch))
        wanted = wanted_characters(roots["unicode-data"] / UNIHAN)
        for recipe in RECIPES:
            build(recipe, roots[recipe.package], wanted, options.out)
        write_licences(roots, options.out)


if __name__ == "__main__":
    main()
