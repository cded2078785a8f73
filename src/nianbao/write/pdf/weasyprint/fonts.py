"""The repository's five fonts: nothing else is fetched, and no other font may appear in a printed file."""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urlsplit
from urllib.request import url2pathname

import weasyprint.draw
import weasyprint.text.fonts
from fontTools.ttLib import TTFont, TTLibError
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

from nianbao import resources
from nianbao.problem import OutputError, shown
from nianbao.write.pdf.faults import no_font

FAMILY = "Nianbao "  # every family name begins so
BOLD = 600  # font weight from which letters are drawn thick
STROKE = 0.03  # thickness of the stroke around a bold letter, in em

_drawing: Any = weasyprint.draw
_libraries: Any = weasyprint.text.fonts


class Refusal(URLFetcher):
    """Fetches nothing, neither from the network nor from the disk.

    ``refused`` collects what was asked for in vain: WeasyPrint itself would go on without a word.
    """

    def __init__(self) -> None:
        super().__init__(allowed_protocols=())  # type: ignore[no-untyped-call]
        self.refused: list[str] = []

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """ValueError, whatever the address."""
        self.refused.append(url)
        raise ValueError(url)


class RepositoryFonts(FontConfiguration):
    """The fonts that the style sheet names, used where they lie in the repository's folder.

    WeasyPrint would copy each into a temporary folder, which stays behind when a process is killed.
    A font's family name is the one in its file. ``own`` are fonts of an office.
    """

    def __init__(self, own: Iterable[Path] = ()) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._own = {path.name: path for path in own}
        self.families = tuple(filter(None, map(_family, self._own.values())))

    def add_font_face(self, rule_descriptors: Any, url_fetcher: Refusal) -> None:
        """Take in one @font-face rule; a source that is not one of our fonts is refused."""
        for _, url in rule_descriptors["src"]:
            path = self._own.get(PurePosixPath(unquote(urlsplit(url).path)).name) or _our_font(url)
            name = os.fsencode(path) if path else b""
            if not name or not _libraries.fontconfig.FcConfigAppFontAddFile(self._config, name):
                url_fetcher.refused.append(url)
        font_map = _libraries.ffi.cast("PangoFcFontMap *", self.font_map)
        _libraries.pangoft2.pango_fc_font_map_config_changed(font_map)


def _our_font(url: str) -> Path | None:
    """The file behind an address, if it is one of the repository's fonts."""
    parts = urlsplit(url)
    path = Path(url2pathname(parts.path)).resolve()
    ours = parts.scheme == "file" and path.parent == resources.folder("fonts").resolve()
    return path if ours and path.suffix == ".ttf" and path.is_file() else None


def _family(path: Path) -> str:
    """The name of the family in a font's file. Raises OutputError for what is no font."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            return str(font["name"].getBestFamilyName() or "")
    except (TTLibError, KeyError, ValueError, OSError) as error:
        raise OutputError(f"模板文件夹里的 {shown(path.name)} 不是能用的字体文件。") from error


def require_printable(fonts: Iterable[Any], families: tuple[str, ...] = ()) -> None:
    """Raise OutputError, naming the characters, if the fonts of a drawn document (WeasyPrint's ``Font``) lack
    one, or if a font of the system had to help out (``families`` are an office's own): then the file would
    look otherwise elsewhere."""
    missing: set[str] = set()
    for font in fonts:
        if font.family.startswith((FAMILY, *families)):
            missing.update(map(chr, font.missing))
        else:
            missing.update(character for text in font.to_unicode.values() for character in text)
    missing = {character for character in missing if not character.isspace()}
    if missing:
        raise no_font(missing)


@cache
def install_bold() -> None:
    """Draw letters whose weight is BOLD or more with a stroke around them, once a process.

    The fonts are of one weight, and a printed file shows the outlines as they are: 仿宋 becomes 加粗 the way
    word processors do it.
    """
    draw = _drawing.draw_text

    def draw_bold(stream: Any, box: Any, *arguments: Any) -> None:
        if box.style["font_weight"] < BOLD:
            draw(stream, box, *arguments)
            return
        with stream.stacked():
            stream.set_color(box.style["color"], stroke=True)
            stream.set_line_width(box.style["font_size"] * STROKE)
            stream.set_text_rendering(2)
            draw(stream, box, *arguments)

    _drawing.draw_text = draw_bold
