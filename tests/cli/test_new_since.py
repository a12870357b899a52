"""`check --new-since`: only findings that an earlier state of the export does not have."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from campaignlint.testing import Export, campaign, program
from conftest import commit, git

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine, Outcome

SCORING, ROUTING = program("OP Scoring", id=101), program("OP Routing", id=102)
ROUTE_WAITS = ("wait-in-executable", "OP Routing > EX Route > flow step 1")
SCORE_WAITS = ("wait-in-executable", "OP Scoring > EX Score > flow step 1")
REQUESTS_DELETED = ("unknown-campaign", "OP Scoring > Intake > flow step 2")


def write(folder: Path, *, is_active: bool = True) -> Path:
    """`Intake` executes EX Score and requests Nurture; `MQL` executes EX Route, which waits."""
    Export(
        *(SCORING, ROUTING),
        campaign("Intake", id=1001, program=SCORING, isActive=True)
        .trigger("Person is Created")
        .executes("EX Score")
        .requests("Nurture"),
        campaign("EX Score", id=1002, program=SCORING).scores("Score", "+5"),
        campaign("Nurture", id=1003, program=SCORING, isActive=True)
        .trigger("Campaign is Requested")
        .scores("Score", "+1"),
        campaign("EX Route", id=1004, program=ROUTING).waits("1 day"),
        campaign("MQL", id=1005, program=ROUTING, isActive=is_active)
        .trigger("Person is Created")
        .executes("EX Route"),
    ).write(folder)
    return folder


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """An export in a repository, with one finding since the first commit."""
    folder = write(tmp_path / "exports")
    commit(tmp_path)
    return folder


def change(exports: Path, number: int, old: str, new: str) -> None:
    path = exports / "campaigns" / f"{number}.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")


def let_score_wait(exports: Path) -> None:
    change(exports, 1002, '"activityTypeName": "Change Score"', '"activityTypeName": "Wait"')


def delete_nurture(exports: Path) -> None:
    (exports / "campaigns" / "1003.json").unlink()


def found(outcome: Outcome) -> list[tuple[str, str]]:
    return [(each["rule"], each["place"]) for each in json.loads(outcome.out)["findings"]]


class TestWhatIsNew:
    def test_a_finding_of_the_earlier_state_is_hidden(
        self, exports: Path, campaignlint: CommandLine
    ) -> None:
        change(exports, 1004, '"EX Route"', '"EX Route 2"')
        change(exports, 1005, '"EX Route"', '"EX Route 2"')
        checked = campaignlint("check", "exports", "--new-since", "HEAD")
        assert (checked.code, checked.out, checked.err) == (
            0,
            (
                "No new findings in 5 campaigns (2 executable) of 2 programs in 13 files.\n"
                "Today: 2026-09-14 (date of the export in instance.json).\n"
                "Not checked because data is missing: active-in-archive (3).\n"
                "Hidden: 1 that existed before.\n"
            ),
            "",
        )

    def test_one_that_a_deletion_causes_in_an_untouched_file_is_reported(
        self, exports: Path, campaignlint: CommandLine
    ) -> None:
        delete_nurture(exports)
        checked = campaignlint("check", "exports", "--new-since", "HEAD", "-f", "json")
        assert (checked.code, found(checked)) == (1, [REQUESTS_DELETED])
        assert json.loads(checked.out)["hidden"] == {
            "otherFiles": 0,
            "otherAssets": 0,
            "lessSevere": 0,
            "existing": 1,
        }

    def test_one_in_a_new_export_is_reported(
        self, tmp_path: Path, campaignlint: CommandLine
    ) -> None:
        (tmp_path / "README.md").touch()
        commit(tmp_path)
        write(tmp_path / "exports")
        checked = campaignlint("check", "exports", "--new-since", "HEAD", "-f", "json")
        assert (checked.code, found(checked)) == (1, [ROUTE_WAITS])

    def test_one_in_a_campaign_that_can_run_now_is_reported(
        self, tmp_path: Path, campaignlint: CommandLine
    ) -> None:
        folder = write(tmp_path / "exports", is_active=False)
        commit(tmp_path)
        options = ("check", "exports", "--new-since", "HEAD", "-f", "json")
        assert found(campaignlint(*options)) == []
        write(folder)
        checked = campaignlint(*options)
        assert (checked.code, found(checked)) == (1, [ROUTE_WAITS])

    def test_a_file_that_cannot_be_read_is_always_reported(
        self, exports: Path, campaignlint: CommandLine
    ) -> None:
        (exports / "broken.json").write_text('{"id": 1')
        commit(exports.parent)
        checked = campaignlint("check", "exports", "--new-since", "HEAD", "-f", "concise")
        assert checked.code == 3
        assert "error[unreadable-file]" in checked.out
        assert checked.err == (
            "campaignlint: HEAD could not be read completely; old findings may be reported\n"
        )


class TestState:
    @pytest.mark.parametrize(
        ("state", "expected"),
        [
            ("HEAD", []),
            ("HEAD~1", [SCORE_WAITS]),
            ("git:HEAD~1", [SCORE_WAITS]),
            ("first", [SCORE_WAITS]),
            ("first...", [SCORE_WAITS]),
            ("git:first:exports", [SCORE_WAITS]),
            ("first:exports", [SCORE_WAITS]),
            ("../march", [SCORE_WAITS]),
            ("../march/campaigns/1004.json", [SCORE_WAITS, ROUTE_WAITS]),
        ],
    )
    def test_a_revision_or_a_folder(
        self,
        state: str,
        expected: list[tuple[str, str]],
        tmp_path: Path,
        campaignlint: CommandLine,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        write(tmp_path / "march")
        home = tmp_path / "home"
        home.mkdir()
        exports = write(home / "exports")
        commit(home)
        git(home, "tag", "first")
        let_score_wait(exports)
        commit(home)
        monkeypatch.chdir(home)
        checked = campaignlint("check", "exports", "--new-since", state, "-f", "json")
        assert sorted(found(checked)) == sorted(expected)

    def test_the_merge_base(self, exports: Path, campaignlint: CommandLine) -> None:
        """What others fix on the main branch meanwhile is not new on this one."""
        folder = exports.parent
        git(folder, "switch", "--quiet", "--create", "topic")
        let_score_wait(exports)
        commit(folder)
        git(folder, "switch", "--quiet", "main")
        change(exports, 1004, '"activityTypeName": "Wait"', '"activityTypeName": "Delete Lead"')
        commit(folder)
        git(folder, "switch", "--quiet", "topic")
        options = ("check", "exports", "-f", "json", "--new-since")
        assert found(campaignlint(*options, "main...")) == [SCORE_WAITS]
        assert found(campaignlint(*options, "main")) == [SCORE_WAITS, ROUTE_WAITS]

    def test_the_paths_of_the_run_are_read_in_the_revision(
        self, exports: Path, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Another export in the same repository does not count."""
        let_score_wait(write(exports.parent / "other"))
        commit(exports.parent)
        let_score_wait(exports)
        options = ("check", "-f", "json", "--new-since", "HEAD")
        assert found(campaignlint(*options, "exports")) == [SCORE_WAITS]
        monkeypatch.chdir(exports)
        assert found(campaignlint(*options)) == [SCORE_WAITS]
        parts = ("campaigns", "smart-lists", "programs", "instance.json", "other")
        assert found(campaignlint(*options, *parts[:4])) == [SCORE_WAITS]

    def test_excluded_files_are_excluded_in_the_revision(
        self, exports: Path, campaignlint: CommandLine
    ) -> None:
        let_score_wait(write(exports.parent / "exports" / "old"))
        commit(exports.parent)
        let_score_wait(exports)
        checked = campaignlint(
            *("check", "exports", "--exclude", "old/", "-f", "json", "--new-since", "HEAD")
        )
        assert found(checked) == [SCORE_WAITS]

    def test_unsaved_content_replaces_only_the_current_file(
        self, exports: Path, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import io
        import sys

        name = "exports/campaigns/1002.json"
        text = (exports.parent / name).read_text().replace("Change Score", "Wait")
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))
        checked = campaignlint(
            *("check", "exports", "-", "--stdin-filename", name),
            *("--new-since", "HEAD", "-f", "json"),
        )
        assert found(checked) == [SCORE_WAITS]

    def test_pre_commit_names_the_revision_in_place_of_head(
        self, exports: Path, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        let_score_wait(exports)
        commit(exports.parent)
        monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
        checked = campaignlint("check", "exports", "--new-since", "HEAD", "-f", "json")
        assert found(checked) == [SCORE_WAITS]

    def test_before_the_first_commit_everything_is_new(
        self, tmp_path: Path, campaignlint: CommandLine
    ) -> None:
        git(tmp_path, "init", "--quiet")
        write(tmp_path / "exports")
        checked = campaignlint("check", "exports", "--new-since", "HEAD", "-f", "json")
        assert (checked.code, found(checked)) == (1, [ROUTE_WAITS])

    def test_a_bare_repository(
        self, exports: Path, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        git(exports.parent, "clone", "--quiet", "--bare", ".", "bare.git")
        let_score_wait(exports)
        monkeypatch.chdir(exports.parent / "bare.git")
        options = ("check", "../exports", "-f", "json", "--new-since")
        assert found(campaignlint(*options, "git:main:exports")) == [SCORE_WAITS]
        assert found(campaignlint(*options, "main")) == [SCORE_WAITS]


class TestRefusals:
    @pytest.mark.parametrize(
        ("state", "message"),
        [
            (
                "march",
                "march: neither a path nor a git revision (git does not know the revision 'march')",
            ),
            (
                "march...",
                (
                    "march...: neither a path nor a git revision (git does not know the revision "
                    "'march')"
                ),
            ),
            ("git:march", "git:march: git does not know the revision 'march'"),
            ("git:other...", "git:other...: 'other' and HEAD have no common ancestor"),
            ("main", "main: a path and a git revision; use ./main or git:main"),
            ("git:HEAD:march", "git:HEAD:march: there is no file or folder 'march' in HEAD"),
        ],
    )
    def test_a_state_that_cannot_be_found(
        self, state: str, message: str, exports: Path, campaignlint: CommandLine
    ) -> None:
        (exports.parent / "main").mkdir()
        git(exports.parent, "switch", "--quiet", "--orphan", "other")
        git(exports.parent, "commit", "--quiet", "--allow-empty", "--message", "Other")
        git(exports.parent, "switch", "--quiet", "main")
        checked = campaignlint("check", "exports", "--new-since", state)
        assert (checked.code, checked.out) == (2, "")
        assert checked.err == f"Error: --new-since {message}\n"

    def test_a_shallow_clone(
        self, exports: Path, campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first = git(exports.parent, "rev-parse", "HEAD").strip()
        let_score_wait(exports)
        commit(exports.parent)
        url = exports.parent.resolve().as_uri()
        git(exports.parent, "clone", "--quiet", "--depth", "1", url, "shallow")
        monkeypatch.chdir(exports.parent / "shallow")
        checked = campaignlint("check", "exports", "--new-since", first)
        assert (checked.code, checked.err) == (
            2,
            (
                f"Error: --new-since {first}: neither a path nor a git revision (git does not know "
                f"the revision '{first}'; this clone is shallow: fetch more history with `git "
                "fetch --unshallow`)\n"
            ),
        )

    def test_without_a_repository(self, tmp_path: Path, campaignlint: CommandLine) -> None:
        write(tmp_path / "exports")
        checked = campaignlint("check", "exports", "--new-since", "HEAD")
        assert (checked.code, checked.err) == (
            2,
            (
                "Error: --new-since HEAD: neither a path nor a git revision (not in a git "
                "repository)\n"
            ),
        )

    @pytest.mark.usefixtures("exports")
    @pytest.mark.parametrize("state", ["exports", "./exports/"])
    def test_the_checked_folder_itself(self, state: str, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--new-since", state)
        assert (checked.code, checked.out) == (2, "")
        assert checked.err.endswith(
            f"Error: --new-since {state}: checked itself; name an earlier state\n"
        )


class TestWithOtherOptions:
    @pytest.fixture(autouse=True)
    def _changed(self, exports: Path) -> None:
        """A finding in EX Route that existed before, a new one in EX Score and one in Intake."""
        let_score_wait(exports)
        delete_nurture(exports)

    @pytest.mark.parametrize(
        ("options", "findings", "hidden"),
        [
            (
                ["--program", "OP Routing"],
                [],
                "Hidden: 1 that existed before and 2 in other assets.",
            ),
            (
                ["--only", "exports/campaigns/1002.json"],
                [SCORE_WAITS],
                "Hidden: 1 that existed before and 1 in other files.",
            ),
            (["--ignore", "unknown-campaign"], [SCORE_WAITS], "Hidden: 1 that existed before."),
        ],
    )
    def test_narrowing(
        self,
        options: list[str],
        findings: list[tuple[str, str]],
        hidden: str,
        campaignlint: CommandLine,
    ) -> None:
        command = ("check", "exports", "--new-since", "HEAD", *options)
        assert found(campaignlint(*command, "-f", "json")) == findings
        assert campaignlint(*command).out.endswith(f"{hidden}\n")

    def test_suppressions_apply_to_both_states(
        self, exports: Path, campaignlint: CommandLine
    ) -> None:
        """Neither the unused suppression nor the finding without its suppression is new."""
        config = exports.parent / "campaignlint.toml"
        config.write_text(
            "".join(
                f'[[suppressions]]\nrule = "wait-in-executable"\ncampaign = {number}\n'
                'reason = "known"\n'
                for number in (1002, 1004)
            )
        )
        options = ("check", "exports", "--new-since", "HEAD", "-f", "json")
        checked = campaignlint(*options)
        assert found(checked) == [REQUESTS_DELETED]
        assert json.loads(checked.out)["suppressed"] == 2
        config.write_text(config.read_text().replace("1002", "1001"))
        assert found(campaignlint(*options)) == [REQUESTS_DELETED, SCORE_WAITS]

    def test_a_baseline_applies_to_both_states(self, campaignlint: CommandLine) -> None:
        campaignlint("check", "exports", "--write-baseline", "b.json", "--select", "executable")
        options = ("check", "exports", "--baseline", "b.json", "--new-since", "HEAD", "-f", "json")
        checked = campaignlint(*options)
        assert found(checked) == [REQUESTS_DELETED]
        assert json.loads(checked.out)["baselined"] == 2

    @pytest.mark.parametrize(
        "format_name",
        ["text", "concise", "json", "sarif", "github", "gitlab", "junit", "markdown", "html"],
    )
    def test_every_format_has_only_new_findings(
        self, format_name: str, campaignlint: CommandLine
    ) -> None:
        checked = campaignlint("check", "exports", "--new-since", "HEAD", "-f", format_name)
        assert checked.code == 1
        assert "exports/campaigns/1002.json" in checked.out
        assert "exports/campaigns/1004.json" not in checked.out

    @pytest.mark.parametrize(
        ("fail_on", "code"), [("error", 1), ("warning", 1), ("note", 1), ("never", 0)]
    )
    def test_the_exit_code_is_that_of_new_findings(
        self, fail_on: str, code: int, campaignlint: CommandLine
    ) -> None:
        options = ("check", "exports", "--new-since", "HEAD", "--fail-on", fail_on)
        assert campaignlint(*options).code == code

    def test_a_redacted_report_names_no_state(self, campaignlint: CommandLine) -> None:
        checked = campaignlint("check", "exports", "--new-since", "HEAD", "--redact-names", "-q")
        assert checked.code == 1
        assert "EX " not in checked.out
        assert "campaign 1002\n" in checked.out
        assert "campaign 1004" not in checked.out
