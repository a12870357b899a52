"""What each report of one run takes to write.

    python bench/reports.py FOLDER

Prints as JSON the time and size of each format, and which rules ran.
"""

from __future__ import annotations

import gc
import json
import sys

import campaignlint
from campaignlint.cli import output
from limits import Clock


def main() -> None:
    """The command."""
    gc.disable()  # as the command does
    report = campaignlint.check(sys.argv[1:])
    reports = {}
    for name in output.FORMATS:
        clock = Clock()
        text = output.render(report, name)
        wall, processor = clock.taken()
        reports[name] = {"seconds": wall, "processor": processor, "size": len(text.encode())}
    rules = [info.id for info in report.rules]
    print(json.dumps({"reports": reports, "rules": rules, "findings": len(report.findings)}))


if __name__ == "__main__":
    main()
