"""`check -` reads standard input: unsaved text of editors, and output of programs."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest

from campaignlint.testing import Export, campaign, program, to_json
from loading.reading import compact

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from conftest import CommandLine, Outcome

    Send = Callable[[str], None]

SCORING = program("OP Scoring", id=101)
SCORE = campaign("EX Score", id=1001, program=SCORING).waits("1 day")
INTAKE = campaign("Intake", id=1002, program=SCORING).executes("EX Score")
BUNDLE = Export(SCORING, SCORE, INTAKE).bundle()


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Send:
    """Put a text on standard input."""

    def put(text: str) -> None:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    return put


def where(outcome: Outcome) -> list[tuple[str, str, int]]:
    """Rule, file and line of each finding."""
    return [
        (found["rule"], found["location"]["file"], found["location"]["line"])
        for found in json.loads(outcome.out)["findings"]
    ]


class TestWithoutAName:
    def test_json(self, campaignlint: CommandLine, send: Send) -> None:
        send(to_json(BUNDLE))
        checked = campaignlint("check", "-", "-f", "concise")
        assert (checked.code, checked.err) == (1, "")
        assert checked.out.startswith(
            "<stdin>:49:11: error[wait-in-executable] executable campaign 'EX Score' "
        )

    def test_the_text_around_a_finding_is_shown(
        self, campaignlint: CommandLine, send: Send
    ) -> None:
        send(to_json(BUNDLE))
        checked = campaignlint("check", "-", "--show-source")
        assert '\n    52 | "activityTypeName": "Wait",\n' in checked.out

    def test_a_record_a_line(self, campaignlint: CommandLine, send: Send) -> None:
        records = [SCORING.record(), SCORE.record(), INTAKE.record()]
        send("".join(f"{compact(record)}\n" for record in records))
        checked = campaignlint("check", "-", "-f", "json")
        assert where(checked) == [("wait-in-executable", "<stdin>.ndjson", 2)]

    @pytest.mark.parametrize(
        ("text", "message"),
        [
            ("", "file is empty; export it again"),
            ("PK\x03\x04\x14", "file is a ZIP archive; extract it"),
            (
                '{"smartCampaigns": [\n',
                "unexpected end of JSON: the file is truncated; export it again",
            ),
        ],
        ids=["empty", "ZIP", "truncated"],
    )
    def test_what_is_no_json_is_a_finding(
        self, campaignlint: CommandLine, send: Send, text: str, message: str
    ) -> None:
        send(text)
        checked = campaignlint("check", "-", "-f", "json")
        assert checked.code == 3
        (found,) = json.loads(checked.out)["findings"]
        assert (found["rule"], found["place"], found["message"]) == (
            "unreadable-file",
            "<stdin>",
            message,
        )

    def test_json_that_is_no_record(self, campaignlint: CommandLine, send: Send) -> None:
        send('{"name": "a-web-site"}')
        checked = campaignlint("check", "-")
        assert (checked.code, checked.err) == (3, "")
        assert checked.out.splitlines()[-1] == "<stdin>: no Marketo records found."


class TestWithAName:
    @pytest.fixture(autouse=True)
    def exports(self, tmp_path: Path) -> Path:
        """An export without a Wait step."""
        score = campaign("EX Score", id=1001, program=SCORING).scores("Score", "+5")
        return Export(SCORING, score, INTAKE).write(tmp_path / "exports")

    UNSAVED = to_json(SCORE.record())
    FILE = "exports/campaigns/1001.json"
    FOUND = ("wait-in-executable", FILE, 28)

    def test_it_replaces_the_file(self, campaignlint: CommandLine, send: Send) -> None:
        assert campaignlint("check", "exports").code == 0
        send(self.UNSAVED)
        checked = campaignlint("check", "exports", "-", "-f", "json", "--stdin-filename", self.FILE)
        assert (checked.code, where(checked)) == (1, [self.FOUND])
        assert json.loads(checked.out)["coverage"]["files"] == 6
        assert campaignlint("check", "exports").code == 0

    def test_a_new_file(self, campaignlint: CommandLine, send: Send) -> None:
        send(to_json(campaign("Mql", id=1003, program=SCORING).executes("Intake").record()))
        checked = campaignlint(
            *("check", "exports", "-", "-f", "json"),
            *("--stdin-filename", "exports/campaigns/1003.json"),
            *("--select", "nesting-too-deep,execute-target-not-executable"),
        )
        assert (checked.code, checked.err) == (0, "")
        assert json.loads(checked.out)["coverage"]["campaigns"] == 3

    def test_it_is_read_even_if_a_pattern_excludes_it(
        self, campaignlint: CommandLine, send: Send
    ) -> None:
        send(self.UNSAVED)
        checked = campaignlint(
            *("check", "exports", "-", "-f", "json", "--stdin-filename", self.FILE),
            *("--exclude", "1001.json"),
        )
        assert where(checked) == [self.FOUND]

    def test_a_suffix_of_ndjson(self, campaignlint: CommandLine, send: Send) -> None:
        send("\n".join(map(compact, [SCORING.record(), SCORE.record(), INTAKE.record()])))
        checked = campaignlint("check", "-", "-f", "json", "--stdin-filename", "all.jsonl")
        assert where(checked) == [("wait-in-executable", "all.jsonl", 2)]

    def test_another_suffix(self, campaignlint: CommandLine, send: Send) -> None:
        send("\n".join(map(compact, [SCORING.record(), SCORE.record()])))
        checked = campaignlint("check", "-", "-f", "json", "--stdin-filename", "all.json")
        assert (checked.code, where(checked)) == (3, [("unreadable-file", "all.json", 2)])

    def test_a_folder(self, campaignlint: CommandLine, send: Send) -> None:
        send(self.UNSAVED)
        checked = campaignlint("check", "-", "--stdin-filename", "exports")
        assert (checked.code, checked.err) == (
            2,
            "Error: --stdin-filename exports: a folder, expected a file\n",
        )

    def test_without_standard_input(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--stdin-filename", self.FILE)
        assert checked.code == 2
        assert checked.err.endswith("Error: --stdin-filename needs the path -\n")
