"""The log for programs: every line of it is whole, whatever happens."""

from __future__ import annotations

import json
import resource
from pathlib import Path

import pytest

from nianbao.jobs.log import Log
from nianbao.problem import OutputError


def test_where_there_is_no_room_no_line_is_half_written(tmp_path: Path) -> None:
    log = Log(tmp_path / "记录.jsonl")
    log.write("check", {"file": "一.toml"})
    size = (tmp_path / "记录.jsonl").stat().st_size
    most, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 5, hard))  # as a disk that has so much room
    try:
        with pytest.raises(OutputError, match=r"记录.jsonl：没有写全"):
            log.write("check", {"file": "二.toml"})
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, hard))
    log.close()
    (line,) = (tmp_path / "记录.jsonl").read_text(encoding="utf-8").splitlines()
    assert json.loads(line)["file"] == "一.toml"
