"""What a console in an old encoding cannot hold, such as ✓ in GBK (code page 936), is shown by other signs;
nothing that is printed ends in an encoding error."""

from __future__ import annotations

import codecs
import io
import unicodedata

_HANDLER = "nianbao"
_CHINESE = "年报"
# Signs that look like those that GBK lacks.
_ALIKE = str.maketrans("✓✔✗✘•‹›«»▶▸►◔◌░−", "√√××·〈〉《》→→→◎○□-")


def make_safe(*streams: object) -> None:
    """Let nothing that is printed to these streams end in an encoding error.

    One whose encoding holds no Chinese at all becomes UTF-8, which terminals and editors understand whatever
    the settings say.
    """
    codecs.register_error(_HANDLER, _in_other_signs)
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if _holds(_CHINESE, stream.encoding) else "utf-8"
            stream.reconfigure(encoding=encoding, errors=_HANDLER)


def _in_other_signs(error: UnicodeError) -> tuple[str | bytes, int]:
    """How codecs ask for a replacement: the replacement, and where to go on."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    wrong = error.object[error.start : error.end]
    return "".join(_shown(character, error.encoding) for character in wrong), error.end


def _shown(character: str, encoding: str) -> str:
    """A sign that looks alike, or the character in its parts, or its number in Unicode."""
    for other in (character.translate(_ALIKE), unicodedata.normalize("NFKC", character)):
        if other != character and _holds(other, encoding):
            return other
    code = ord(character)
    surrogate = 0xD800 <= code <= 0xDFFF  # half a character, or a byte of a file's name
    number = "" if surrogate else f"〔U+{code:04X}〕"
    return number if number and _holds(number, encoding) else f"\\u{code:04x}"


def _holds(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
