"""A picture (PNG) beside our own of the same report: pixel by pixel."""

from __future__ import annotations

import io

from PIL import Image, ImageChops

from nianbao.problem import Unreadable
from nianbao.publish.proof.deviation import Deviation, Difference

_SEEN = "看到的样子"


def inspect(ours: bytes, theirs: bytes) -> tuple[list[Difference], list[Deviation]]:
    """Where a picture looks otherwise than our own. Its size is known to be bounded: ``drawings`` read it.
    Raises Unreadable."""
    own, other = _pixels(ours), _pixels(theirs)
    if own.size != other.size:
        return [], [Deviation(_SEEN, f"应为{own.width}×{own.height}点，现为{other.width}×{other.height}点")]
    box = ImageChops.difference(own, other).getbbox(alpha_only=False)
    if box is None:
        return [], []
    left, top, right, bottom = box
    return [], [Deviation(_SEEN, f"从左{left}、上{top}到左{right}、上{bottom}的一块")]


def _pixels(data: bytes) -> Image.Image:
    try:
        with Image.open(io.BytesIO(data), formats=("PNG",)) as picture:
            return picture.convert("RGBA")
    except (OSError, ValueError, SyntaxError) as error:
        raise Unreadable("这不是 PNG 图片，或者文件已经损坏。", "请重新生成。") from error
