"""What each stage of one run takes, each rule, and each report of it.

    python bench/stages.py FOLDER

Prints seconds by name, as JSON; the engine's own as it times them, the reports' beside.
"""

from __future__ import annotations

import json
import sys
import time

import campaignlint
from campaignlint.cli import output


def main() -> None:
    """The command."""
    start = time.perf_counter()
    report = campaignlint.check(sys.argv[1:])
    seconds = {"check": time.perf_counter() - start}
    reports = {}
    for name in output.FORMATS:
        start = time.perf_counter()
        text = output.render(report, name)
        reports[name] = {"seconds": time.perf_counter() - start, "size": len(text.encode())}
    print(
        json.dumps(
            {
                "stages": seconds | dict(report.timings),
                "reports": reports,
                "rules": [info.id for info in report.rules],
                "findings": len(report.findings),
                "campaigns": report.coverage.campaigns,
            }
        )
    )


if __name__ == "__main__":
    main()
