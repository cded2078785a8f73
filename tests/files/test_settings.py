"""nianbao.toml: beside the reports, then the user's own; wrong ones are refused with line and remedy."""

from __future__ import annotations

from pathlib import Path

import pytest

from nianbao.files import settings
from nianbao.problem import InputError


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's file of settings."""
    path = tmp_path / "config" / settings.FILE
    monkeypatch.setattr(settings, "user_config_path", lambda *_, **__: path.parent)
    return path


def test_nothing_is_settled_where_there_is_no_file(own: Path, tmp_path: Path) -> None:
    assert not own.exists()
    assert settings.of(tmp_path / "a.toml") == settings.Settings()


def test_what_stands_beside_the_report_goes_before_the_users_own(own: Path, tmp_path: Path) -> None:
    settings.choose_pdf_engine("typst")
    assert settings.of(tmp_path / "a.toml").pdf_engine == "typst"
    (tmp_path / settings.FILE).write_text("[render]\npdf_engine = 'weasyprint'\n", encoding="utf-8")
    assert settings.of(tmp_path / "a.toml").pdf_engine == "weasyprint"


def test_a_choice_keeps_what_somebody_wrote(own: Path, tmp_path: Path) -> None:
    own.parent.mkdir()
    own.write_text("# 我的设置\n[render]\npdf_engine = 'weasyprint' # 旧的\n", encoding="utf-8")
    settings.choose_pdf_engine("typst")
    assert "# 我的设置" in own.read_text(encoding="utf-8")
    assert settings.of(tmp_path / "a.toml").pdf_engine == "typst"


def test_what_windows_puts_into_a_file_does_no_harm(own: Path, tmp_path: Path) -> None:
    own.parent.mkdir()
    own.write_bytes("[render]\r\npdf_engine = 'weasyprint'\r\n".encode("utf-8-sig"))
    assert settings.of(tmp_path / "a.toml").pdf_engine == "weasyprint"
    settings.choose_pdf_engine("typst")
    assert settings.of(tmp_path / "a.toml").pdf_engine == "typst"
    own.write_bytes("# 我的设置\n".encode("gbk"))
    with pytest.raises(InputError, match="第1行：文件不是 UTF-8 编码，像是 GBK（记事本里叫“ANSI”）"):
        settings.of(tmp_path / "a.toml")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[render]\npdf_engine = 'latex'\n", r"第2行.*没有“latex”这种排版引擎.*weasyprint、typst"),
        ("[render]\npdf_engine = 1\n", "第2行.*应当是文字"),
        ("[render]\nto = 'pdf'\n", "第2行.*没有这个键"),
        ("[print]\n", "第1行.*没有这个键"),
        ("render = 1\n", "应当是一组键"),
        ("[render\n", "第1行第8个字符：写法不对"),
    ],
)
def test_a_wrong_file_is_refused(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / settings.FILE).write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=told):
        settings.of(tmp_path / "a.toml")


def test_templates_are_looked_for_beside_the_settings(own: Path, tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text("[render]\ntemplates = '模板'\n", encoding="utf-8")
    found = settings.of(tmp_path / "a.toml")
    assert found.templates == tmp_path / "模板"
    with pytest.raises(InputError, match="没有这个文件夹"):
        found.look()
    (tmp_path / "模板").mkdir()
    (tmp_path / "模板" / "report.css").write_text("p { }", encoding="utf-8")
    assert found.look().folder == str((tmp_path / "模板").resolve())


def test_whom_letters_go_to_is_settled_for_a_place(own: Path, tmp_path: Path) -> None:
    (tmp_path / settings.FILE).write_text("[letter]\nto = '某某县人民政府办公室'\n", encoding="utf-8")
    assert settings.of(tmp_path / "a.toml").letter_to == "某某县人民政府办公室"
