"""An instance with 3,000 campaigns."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from pull.server import Fault

if TYPE_CHECKING:
    from conftest import CommandLine
    from pull.conftest import Serve
    from pull.server import Marketo


@pytest.mark.slow
def test_three_thousand_campaigns_in_two_days(
    campaignlint: CommandLine,
    serve: Serve,
    acme: Marketo,
) -> None:
    server = serve(acme.grow(3000))
    server.plan(Fault("rest/asset", action=lambda: None, times=4000))
    server.plan(Fault("rest/asset", code="607", times=99))
    first = campaignlint("pull", "exports")
    assert first.code == 3
    assert first.out.splitlines() == [
        "123-ABC-456: 29 programs, 18 folders and 3,000 smart campaigns",
        "To download: 29 programs, 3,000 smart campaigns, 3,000 smart lists, My Tokens of",
        "  47 programs and folders, channels and flow step types",
        "6,125 API calls (23 already made), 12.2% of a daily quota of 50,000; about 41",
        "  minutes at 50 calls per 20 seconds",
        "Up to 201 more calls for smart lists that these refer to",
    ]
    calls = len(server.calls)
    server.reset()
    second = campaignlint("pull", "exports")
    assert (second.code, second.err) == (0, "")
    assert len(list(Path("exports/campaigns").iterdir())) == 3000
    assert json.loads(Path("exports/instance.json").read_text("utf-8"))["complete"] is True
    assert calls + len(server.calls) < 6300
