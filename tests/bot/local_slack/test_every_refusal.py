"""Each error code that the local Slack can give is named by a test."""

from __future__ import annotations

import re
from pathlib import Path

import bot.local_slack

_CODE = re.compile(r'(?:Refusal\(\s*|_refuse\(connection, [\w.]+, )"([a-z_]+)"')


def test_each_code_is_named_by_a_test() -> None:
    package = Path(bot.local_slack.__file__).parent
    given = {code for file in package.rglob("*.py") for code in _CODE.findall(file.read_text(encoding="utf-8"))}
    named = "\n".join(file.read_text(encoding="utf-8") for file in Path(__file__).parent.glob("test_*.py"))
    assert len(given) > 40
    assert sorted(code for code in given if f'"{code}"' not in named) == []
