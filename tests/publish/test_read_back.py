"""Every format is read back by the reader that its entry names, and told by the name of its file."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.problem import InputError
from nianbao.publish.read_back import kind_of
from nianbao.read import READERS
from nianbao.write.formats import FORMATS, Format


def test_the_kind_follows_from_the_suffix() -> None:
    assert kind_of(Path("a.PDF")) == "pdf"
    assert kind_of(Path("a.htm")) == "html"
    assert kind_of(Path("a.Fragment.HTML")) == "fragment"
    with pytest.raises(InputError, match="读不了这种文件；可以读的有 ") as caught:
        kind_of(Path("a.xyz"))
    assert all(each.suffix in str(caught.value) for each in FORMATS)
    assert ".htm、" in str(caught.value)


@pytest.mark.parametrize("each", FORMATS, ids=lambda each: each.kind)
def test_a_document_is_proved_by_the_reader_that_others_read_it_with(each: Format) -> None:
    """``nianbao read`` goes by the name of a file: what it makes of ours is what was proved."""
    assert READERS.get(each.suffix.removeprefix("."), each.reader) == each.reader
