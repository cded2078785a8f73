"""Word files held against the schemas and rules of Office, as the Open XML SDK has them."""

from __future__ import annotations

import datetime
import io
from dataclasses import replace
from pathlib import Path

import docx
import pytest
from openxml_audit import OpenXmlValidator

from nianbao.model.letter import Letter
from nianbao.publish import letter
from nianbao.write import write
from nianbao.write.page import Page
from tests import stress

NOT_NEEDED = "relationships/theme' is missing"  # Word opens files without the colours of a theme


def faults(data: bytes, folder: Path) -> list[str]:
    file = folder / "file.docx"
    file.write_bytes(data)
    found = map(str, OpenXmlValidator().validate(file).errors)
    return [each for each in found if NOT_NEEDED not in each]


@pytest.mark.parametrize("name", ["002", "numbers", "blank"])  # a table over pages, small type, a draft
@pytest.mark.takes_turns
def test_a_word_file_is_valid(name: str, tmp_path: Path) -> None:
    assert faults(stress.made(name, "docx"), tmp_path) == []


def test_a_letter_is_valid(tmp_path: Path) -> None:
    sent = Letter("青溪县人民政府办公室", date=datetime.date(2025, 1, 15))
    words = letter.words(replace(stress.report_of("name"), letter=sent))
    assert faults(write(Page(letter.html(words)), "docx"), tmp_path) == []


def test_a_fault_is_found(tmp_path: Path) -> None:
    document = docx.Document(io.BytesIO(stress.made("002", "docx")))
    properties = next(each for each in document.element.body.iter("{*}pPr") if len(each) > 1)
    properties.append(properties[0])  # the style of a paragraph comes first
    stream = io.BytesIO()
    document.save(stream)
    assert len(faults(stream.getvalue(), tmp_path)) == 1
