"""The names of files from a browser."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nianbao.wizard.web.uploads import Refused, safe_name


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("某某县教育局-2023.docx", "某某县教育局-2023.docx"),
        ("../../.ssh/x.toml", "x.toml"),
        ("..\\..\\Windows\\x.PDF", "x.PDF"),
        ("C:\\报告.toml", "报告.toml"),
        ("a\x00b\n:c.toml", "a_b__c.toml"),
        (".toml.toml", "toml.toml"),
        ("NUL.toml", "_NUL.toml"),
        ("com1.报告.toml", "_com1.报告.toml"),
        ("CON .docx", "_CON.docx"),
        ("lpt².docx", "_lpt².docx"),
        ("conout$.pdf", "_conout$.pdf"),
        ("报告\u202efdp.docx", "报告_fdp.docx"),  # seen as 报告xcod.pdf
        ("...docx", "文件.docx"),
    ],
)
def test_a_name_does_no_harm(name: str, safe: str) -> None:
    assert safe_name(name) == safe


@pytest.mark.parametrize("name", ["", "..", "/", "toml", "x.exe", "x.toml/", "x.desktop", "x.toml.sh"])
@pytest.mark.takes_turns
def test_what_is_no_report_is_refused(name: str) -> None:
    with pytest.raises(Refused):
        safe_name(name)


@given(st.text(max_size=400), st.sampled_from(["toml", "docx"]))
def test_any_name_is_one_part_of_a_path_and_short(stem: str, ending: str) -> None:
    name = safe_name(f"{stem}.{ending}")
    assert not set(name) & set('/\\\0<>:"|?*\n')
    assert not name.startswith(".")
    assert name.endswith(f".{ending}")
    assert len(name.encode()) <= 130
