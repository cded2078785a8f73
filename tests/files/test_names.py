"""Names of made files are such as every system takes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.files.names import stem_for

DEVICES = {
    "CON",
    "PRN",
    "AUX",
    "NUL",
    *(f"{name}{digit}" for name in ("COM", "LPT") for digit in "0123456789"),
}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("某某县教育局-2025", "某某县教育局-2025"),
        ("某局（筹）·A 1", "某局（筹）·A 1"),
        ('a<b>c:d"e/f\\g|h?i*j', "a_b_c_d_e_f_g_h_i_j"),
        ("con", "_con"),
        ("NUL.2025", "_NUL.2025"),
        ("com1", "_com1"),
        ("com12", "com12"),
        ("局. . ", "局"),
        ("某\n局\x1b", "某_局_"),
        ("..", "报告"),
        ("\udcff局", "\udcff局"),
    ],
)
def test_what_no_file_may_be_called_becomes_something_near(words: str, name: str) -> None:
    assert stem_for(words) == name


@given(st.text(max_size=400))
def test_every_system_takes_it(words: str) -> None:
    name = stem_for(words)
    assert 0 < len(name.encode("utf-8", "surrogatepass")) <= 220
    assert not set(name) & set('/\\:*?"<>|')
    assert not any(ord(character) < 32 for character in name)
    assert name == name.strip(" ").rstrip(".")
    assert name.split(".")[0].strip().upper() not in DEVICES


@given(st.text(max_size=100))
def test_a_name_stays_what_it_is(words: str) -> None:
    assert stem_for(stem_for(words)) == stem_for(words)
