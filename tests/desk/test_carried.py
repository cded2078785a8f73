"""What was taken over from last year's report is remembered until somebody confirms it."""

from pathlib import Path

from nianbao.desk import carried
from nianbao.desk.recent import MOST
from nianbao.files import remembered


def test_by_file_and_only_the_last_ones(tmp_path: Path) -> None:
    first, second = tmp_path / "一.toml", tmp_path / "二.toml"
    carried.remember(first, ["b", "a"])
    carried.remember(second, ["c"])
    assert carried.unconfirmed(first) == {"a", "b"}
    carried.remember(first, [])
    assert carried.unconfirmed(first) == set()
    assert carried.unconfirmed(second) == {"c"}
    for number in range(MOST):
        carried.remember(tmp_path / f"{number}.toml", ["d"])
    assert carried.unconfirmed(second) == set()


def test_what_somebody_else_wrote_there_does_no_harm(tmp_path: Path) -> None:
    for files in ("x", {str((tmp_path / "r.toml").resolve()): 3}, {str(tmp_path / "r.toml"): [1, "a"]}):
        remembered.save("carried", {"files": files})
        assert carried.unconfirmed(tmp_path / "r.toml") <= {"a"}
