"""``nianbao check --beside``: the report of a neighbour that is repeated most, of any kind of file."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from nianbao.cli.main import program
from tests.strategies import HANZI

TEXT = 'agency = "{agency}"\nyear = 2024\n\n[overview]\ntext = "{text}"\n'


def test_the_neighbour_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "全县"
    folder.mkdir()
    for agency, text in (("白河县水利局", HANZI[:400]), ("青溪县教育局", HANZI[900:1300])):
        (folder / f"{agency}.toml").write_text(TEXT.format(agency=agency, text=text), encoding="utf-8")
    (folder / "别的.toml").write_text("title = 1", encoding="utf-8")
    (folder / "网页.html").write_bytes(b"\xff\xfe nothing")
    mine = tmp_path / "青溪县水利局.toml"
    mine.write_text(TEXT.format(agency="青溪县水利局", text=HANZI[:400]), encoding="utf-8")
    found = CliRunner().invoke(program, ["check", "--select", "Y607", "--beside", str(folder), str(mine)])
    assert "正文有100%的文字与白河县水利局的报告相同" in found.stdout
    assert "教育局" not in found.stdout


def test_without_neighbours_nothing_is_found(tmp_path: Path) -> None:
    mine = tmp_path / "青溪县水利局.toml"
    mine.write_text(TEXT.format(agency="青溪县水利局", text=HANZI[:400]), encoding="utf-8")
    found = CliRunner().invoke(program, ["check", "--select", "Y607", "--beside", str(tmp_path), str(mine)])
    assert "Y607" not in found.stdout
