"""Open data as bytes: one archive with the files of the package."""

from __future__ import annotations

import io
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from nianbao.problem import OutputError
from nianbao.write.page import Page, encoded

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that the format knows: no clock goes in


def write(page: Page) -> bytes:
    """The archive of a page's data. The files are stored, not packed: so they are the same bytes wherever it
    is made. Raises OutputError if the page has no data, because it is no report, or its text is damaged."""
    if page.data is None:
        raise OutputError("这一页不是报告，不能生成开放数据。")
    stream = io.BytesIO()
    with ZipFile(stream, "w", ZIP_STORED) as archive:
        for name, text in page.data().items():
            info = ZipInfo(name, _FIRST_DAY)
            info.create_system = 3  # the same whichever system makes it
            archive.writestr(info, encoded(text))
    return stream.getvalue()
