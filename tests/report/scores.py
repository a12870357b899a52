"""An export with one error, for tests of several formats."""

from __future__ import annotations

from campaignlint.testing import Export, campaign, program

SCORING = program("OP Scoring", id=101)
SCORES = Export(
    SCORING,
    campaign("Lead Intake", id=1001, program=SCORING).executes("EX Score"),
    campaign("EX Score", id=1002, program=SCORING).waits("4 hours"),
).bundle()
