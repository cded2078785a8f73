"""A picture (PNG) beside our own of the same report: pixel by pixel."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator

from PIL import Image, ImageChops

from nianbao.problem import Unreadable
from nianbao.publish.proof.deviation import Deviation, Difference

_SEEN = "看到的样子"
_SIGNATURE = 8  # bytes before the first chunk
_MOST_NAMES = 20
_REST = "文件末尾之后的内容"
_KNOWN = ("IHDR", "PLTE", "IDAT", "IEND", "tEXt", "zTXt", "iTXt")


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """Where a picture looks otherwise than our own. Its size is known to be bounded: ``drawings`` read it.
    Raises Unreadable."""
    own, other = _pixels(ours), _pixels(theirs)
    mine, its = (list(_chunks(data)) for data in (ours, theirs))
    strange = Counter(its) - Counter(mine)
    found = [
        Deviation("图片里的动画、颜色设置等其他数据", name) for name in sorted(strange) if name not in _KNOWN
    ]
    if not found and mine != its:
        found.append(Deviation("图片文件的组成", "、".join(its[:_MOST_NAMES])))
    if own.size != other.size:
        size = f"应为{own.width}×{own.height}点，现为{other.width}×{other.height}点"
        return [], [Deviation(_SEEN, size), *found]
    box = ImageChops.difference(own, other).getbbox(alpha_only=False)
    if box is not None:
        left, top, right, bottom = box
        found.insert(0, Deviation(_SEEN, f"从左{left}、上{top}到左{right}、上{bottom}的一块"))
    return [], found


def _chunks(data: bytes) -> Iterator[str]:
    """The names of the parts of the file in their order, and what follows them. Frames that move, gamma,
    turning are parts of their own; the words in it are compared by ``drawings``."""
    at, name = _SIGNATURE, ""
    while name != "IEND" and at + 8 <= len(data):
        name = data[at + 4 : at + 8].decode("latin-1")
        yield name
        at += 12 + int.from_bytes(data[at : at + 4], "big")
    if at != len(data) or data[-8:-4] != b"IEND":
        yield _REST


def _pixels(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            return picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        raise Unreadable("这不是 PNG 图片，或者文件已经损坏。", "请重新生成。") from error
