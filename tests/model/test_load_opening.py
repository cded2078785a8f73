"""Slips in the opening questions of a form are told with file, line and key."""

from pathlib import Path

import pytest

from nianbao import resources
from nianbao.model.load_form import load_form
from nianbao.problem import InputError


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ('zero = ["disputes"]', 'zero = ["dispute"]', "没有“dispute”这张表"),
        ('section = "disputes", words', 'section = "signature", words', "不写正文"),
        ('zero = ["disputes"]', 'nought = ["disputes"]', "没有这个键"),
        ('[[opening.answers]]\nwords = "收取了"\n', "", "至少要有两个答案"),
    ],
)
def test_a_slip_is_told(tmp_path: Path, was: str, now: str, told: str) -> None:
    text = (resources.folder("forms") / "2021.toml").read_text(encoding="utf-8")
    assert was in text
    path = tmp_path / "2021.toml"
    path.write_text(text.replace(was, now), encoding="utf-8")
    with pytest.raises(InputError) as caught:
        load_form(path)
    assert told in str(caught.value)
    assert "opening[" in str(caught.value)
