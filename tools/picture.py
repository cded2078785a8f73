"""Makes one picture of some pages of a PDF, side by side.

    python tools/picture.py out/005-pingtan-2025.pdf docs/picture.png 1 4

Needs pdftoppm (poppler-utils).
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

RESOLUTION = 88  # dots per inch: A4 becomes 727 points wide
GAP = 12
GREY = (208, 208, 208)


def main() -> None:
    """Draw the pages and put them on a grey ground."""
    pdf, picture, *numbers = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for number in numbers:
            command = ["pdftoppm", "-png", "-r", str(RESOLUTION), "-f", number, "-l", number, pdf]
            subprocess.run([*command, f"{folder}/page"], check=True)  # noqa: S603 - the user's own file
        pages = [Image.open(path).convert("RGB") for path in sorted(Path(folder).iterdir())]
    width, height = pages[0].size
    sheet = Image.new("RGB", (len(pages) * (width + GAP) + GAP, height + 2 * GAP), GREY)
    for index, page in enumerate(pages):
        sheet.paste(page, (GAP + index * (width + GAP), GAP))
    sheet.quantize(16).save(picture, optimize=True)


if __name__ == "__main__":
    main()
