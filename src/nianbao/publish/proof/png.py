"""A picture (PNG) beside our own of the same report: pixel by pixel."""

from __future__ import annotations

import io
from collections import Counter

from PIL import Image, ImageChops

from nianbao.problem import Unreadable
from nianbao.publish.proof.deviation import Deviation, Difference

_SEEN = "看到的样子"
_SIGNATURE = 8  # bytes before the first chunk
_KNOWN = ("IHDR", "PLTE", "IDAT", "IEND", "tEXt", "zTXt", "iTXt")


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """Where a picture looks otherwise than our own. Its size is known to be bounded: ``drawings`` read it.
    Raises Unreadable."""
    own, other = _pixels(ours), _pixels(theirs)
    found = [
        Deviation("图片里的动画、颜色设置等其他数据", name)
        for name, _ in sorted((_chunks(theirs) - _chunks(ours)).items())
    ]
    if own.size != other.size:
        size = f"应为{own.width}×{own.height}点，现为{other.width}×{other.height}点"
        return [], [Deviation(_SEEN, size), *found]
    box = ImageChops.difference(own, other).getbbox(alpha_only=False)
    if box is not None:
        left, top, right, bottom = box
        found.insert(0, Deviation(_SEEN, f"从左{left}、上{top}到左{right}、上{bottom}的一块"))
    return [], found


def _chunks(data: bytes) -> Counter[str]:
    """The parts of the file that are no pixels, by their names: frames that move, gamma, turning. Words are
    compared by ``drawings``."""
    found = Counter[str]()
    at, name = _SIGNATURE, ""
    while name != "IEND" and at + 8 <= len(data):
        name = data[at + 4 : at + 8].decode("latin-1")
        found[name] += name not in _KNOWN
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    return found


def _pixels(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            return picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        raise Unreadable("这不是 PNG 图片，或者文件已经损坏。", "请重新生成。") from error
