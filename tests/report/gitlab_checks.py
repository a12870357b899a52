"""Checks of Code Quality reports, from the documentation of GitLab."""

from __future__ import annotations

import json
from typing import Any


def checked(text: str) -> list[dict[str, Any]]:
    """The issues, which keep to what GitLab documents."""
    assert text.startswith("["), "GitLab takes no byte-order mark"
    issues: list[dict[str, Any]] = json.loads(text)
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert all(isinstance(issue[key], str) and issue[key] for key in issue if key != "location")
        assert set(issue["location"]) == {"path", "lines"}
        assert not issue["location"]["path"].startswith(("./", "/", "../"))
        assert set(issue["location"]["lines"]) == {"begin"}
        assert issue["location"]["lines"]["begin"] >= 1
    fingerprints = [issue["fingerprint"] for issue in issues]
    assert len(set(fingerprints)) == len(fingerprints)
    return issues
