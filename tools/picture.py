"""Makes one picture of a screen of the wizard and some pages of a PDF, side by side.

    python tools/picture.py docs/manual/images/typing.png out/005-pingtan-2025.pdf docs/picture.png 1

Needs pdftoppm (poppler-utils).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

RESOLUTION = 110  # dots per inch, before the page is made as high as the screen
COLOURS = 64
GAP = 12
GREY = (208, 208, 208)


def main() -> None:
    """Draw the pages and put all on a grey ground."""
    screen, pdf, picture, *numbers = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            command = ["pdftoppm", "-png", "-r", str(RESOLUTION), "-f", number, "-l", number, pdf]
            subprocess.run([*command, f"{folder}/page"], check=True)  # noqa: S603 - the user's own file
        pages = [Image.open(path).convert("RGB") for path in sorted(Path(folder).iterdir())]
    first = Image.open(screen).convert("RGB")
    beside = [page.resize((page.width * first.height // page.height, first.height)) for page in pages]
    parts = [first, *beside]
    sheet = Image.new("RGB", (sum(part.width + GAP for part in parts) + GAP, first.height + 2 * GAP), GREY)
    left = GAP
    for part in parts:
        sheet.paste(part, (left, GAP))
        left += part.width + GAP
    sheet.quantize(COLOURS, kmeans=3).save(picture, optimize=True)


if __name__ == "__main__":
    main()
