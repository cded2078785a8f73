"""What a report.toml is refused for."""

from __future__ import annotations

import pytest

from nianbao.files.report_toml import loads
from nianbao.problem import InputError

HEAD = 'agency = "青溪县水利局"\nyear = 2024\n'


def faults(text: str | bytes) -> list[str]:
    data = text if isinstance(text, bytes) else text.encode()
    with pytest.raises(InputError) as error:
        loads(data, "报告.toml")
    assert str(error.value) == "\n".join(str(problem) for problem in error.value.problems)
    return [str(problem) for problem in error.value.problems]
