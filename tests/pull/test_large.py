"""An instance with 3,000 campaigns."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from pull.server import Fault

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine
    from pull.conftest import Serve
    from pull.server import Marketo


def test_three_thousand_campaigns_in_two_days(
    campaignlint: CommandLine,
    serve: Serve,
    acme: Marketo,
    tmp_path: Path,
) -> None:
    server = serve(acme.grown(3000))
    server.plan(Fault("rest/asset", does=lambda: None, times=4000))
    server.plan(Fault("rest/asset", code="607", times=99))
    first = campaignlint("pull", "exports")
    assert first.code == 3
    assert first.out.splitlines() == [
        "123-ABC-456: 29 programs, 18 folders and 3,000 smart campaigns",
        "To ask for: 29 programs, 3,000 smart campaigns, 3,000 smart lists, the My Tokens",
        "  of 47 programs and folders, the channels and the catalogue of flow steps",
        "6,123 calls (22 made), 12.2% of a daily quota of 50,000; about 41 minutes at 50",
        "  calls in 20 seconds",
        "Up to 190 more calls for smart lists that these refer to",
    ]
    one = len(server.calls)
    server.forget()
    second = campaignlint("pull", "exports")
    assert (second.code, second.err) == (0, "")
    assert len(list((tmp_path / "exports/campaigns").iterdir())) == 3000
    assert json.loads((tmp_path / "exports/instance.json").read_text("utf-8"))["complete"] is True
    assert one + len(server.calls) < 6300
