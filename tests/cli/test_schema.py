"""`campaignlint schema`: what exports, configurations and reports look like, for programs."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from campaignlint.rules.registry import load_rules
from campaignlint.testing import Export, campaign, folder, program, to_json, tokens
from conftest import REPOSITORY

if TYPE_CHECKING:
    from conftest import CommandLine

ACME = REPOSITORY / "fixtures" / "acme"


def schema_of(campaignlint: CommandLine, what: str, *options: str) -> Draft202012Validator:
    printed = campaignlint("schema", what, *options)
    assert (printed.code, printed.err) == (0, "")
    return Draft202012Validator(json.loads(printed.out))


@pytest.mark.parametrize("what", ["export", "config", "report"])
def test_it_is_a_schema_of_the_dialect_that_it_names(campaignlint: CommandLine, what: str) -> None:
    schema: Any = schema_of(campaignlint, what).schema
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(schema)


def test_the_committed_copies_are_fresh() -> None:
    outcome = subprocess.run(
        [sys.executable, str(REPOSITORY / "tests" / "build_schemas.py"), "--check"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (outcome.returncode, outcome.stdout) == (0, ""), "run `make docs`"


def test_what_is_not_there_cannot_be_printed(campaignlint: CommandLine) -> None:
    printed = campaignlint("schema", "exports")
    assert (printed.code, printed.out) == (2, "")
    assert printed.err.endswith("found 'exports'; did you mean 'export'?\n")


class TestExport:
    @pytest.fixture
    def validator(self, campaignlint: CommandLine) -> Draft202012Validator:
        return schema_of(campaignlint, "export")

    @pytest.mark.parametrize(
        "files",
        [
            "campaigns/*.json",
            "folders.json",
            "programs/*.json",
            "smart-lists/*.json",
            "tokens/*.json",
            "flow-step-types.json",
            "instance.json",
        ],
    )
    def test_every_file_of_an_export_is_valid(
        self, validator: Draft202012Validator, files: str
    ) -> None:
        found = sorted(ACME.glob(files))
        assert found
        faults = {
            file.name: fault.message
            for file in found
            for fault in validator.iter_errors(json.loads(file.read_text("utf-8")))
        }
        assert faults == {}

    def test_every_shape_of_an_export_is_valid(self, validator: Draft202012Validator) -> None:
        above = folder("Marketing")
        home = program("OP Scoring", folder=above)
        export = Export(above, home, campaign("EX Score", program=home), tokens(home, {"Score": 5}))
        bundle = export.bundle()
        for shape in (
            bundle,
            bundle["smartCampaigns"],
            bundle["smartCampaigns"][0],
            {"success": True, "result": bundle["programs"]},
            {"smartCampaigns": {"success": True, "result": bundle["smartCampaigns"]}},
            {"success": False, "errors": [{"code": "606", "message": "Max rate limit"}]},
        ):
            assert list(validator.iter_errors(json.loads(to_json(shape)))) == []

    @pytest.mark.parametrize(
        "fault",
        [
            {"id": "x"},
            {"flow": {"steps": [{"id": 1, "activityTypeName": 9}]}},
            {"flow": []},
            {"isActive": "perhaps"},
        ],
        ids=str,
    )
    def test_a_record_of_the_wrong_types_is_not_valid(
        self, validator: Draft202012Validator, fault: dict[str, Any]
    ) -> None:
        record = campaign("EX Score").record()
        assert validator.is_valid(record)
        assert not validator.is_valid(record | fault)


class TestConfiguration:
    @pytest.fixture
    def validator(self, campaignlint: CommandLine) -> Draft202012Validator:
        return schema_of(campaignlint, "config")

    def test_every_rule_and_option_is_in_it(self, validator: Draft202012Validator) -> None:
        definitions = validator.schema["$defs"]  # type: ignore[index]
        assert {
            rule: set(table["properties"])
            for rule, table in definitions["Rules"]["properties"].items()
        } == {rule.id: set(rule.options) for rule in load_rules()}

    def test_an_option_has_its_type_default_and_description(
        self, validator: Draft202012Validator
    ) -> None:
        definitions = validator.schema["$defs"]  # type: ignore[index]
        option = load_rules().rules["nesting-too-deep"].options["max_depth"]
        assert definitions["Rules"]["properties"]["nesting-too-deep"]["properties"] == {
            "max_depth": {
                "type": "integer",
                "minimum": 0,
                "maximum": 1000,
                "default": 3,
                "description": option.description,
            }
        }
        assert option.description

    def test_rules_of_one_s_own_are_in_it(self, campaignlint: CommandLine) -> None:
        Path("ours.py").write_text(
            "from campaignlint import Instance, rule\n"
            '@rule(severity="note", category="acme", since="1")\n'
            "def shouts(instance: Instance, *, least: int = 3, names: tuple[str, ...] = ('EX',)):\n"
            '    """A campaign shouts."""\n'
            "    yield from ()\n"
        )
        validator = schema_of(campaignlint, "config", "--rules-from", "ours.py")
        assert validator.is_valid({"select": ["acme"], "rules": {"shouts": {"names": ["IN"]}}})
        assert not validator.is_valid({"rules": {"shouts": {"names": [3]}}})

    @pytest.mark.parametrize(
        "configuration",
        [
            "",
            'extends = ["a.toml"]\nbaseline = "b.json"\ngitignore = false\n',
            'fail-on = "error"\nextend-select = ["executable", "all", "long-flow"]\n',
            "today = 2026-09-14\n[rules.nesting-too-deep]\nmax-depth = 2\n",
            "[rules.wait-in-executable]\n",
            '[[suppressions]]\nrule = "wait-last"\nreason="x"\ncampaign = 1\nexpires = 2026-01-01',
            '[[suppressions]]\nrule = "long-flow"\nreason = "x"\nstep = 2\ncampaign = 1\n',
            '[[suppressions]]\nrule = ["long-flow"]\nreason = "x"\nworkspace = "y"\nstep = 1\n',
            '[[overrides]]\nmatch = { folder = "x" }\nrules = { long-flow = { max-steps = 9 } }\n',
        ],
    )
    def test_what_the_linter_takes_is_valid(
        self,
        campaignlint: CommandLine,
        validator: Draft202012Validator,
        configuration: str,
    ) -> None:
        Path("a.toml").write_text("")
        Path("campaignlint.toml").write_text(configuration)
        assert campaignlint("check", "--show-settings").code == 0
        faults = [fault.message for fault in validator.iter_errors(as_json(configuration))]
        assert faults == []

    @pytest.mark.parametrize(
        "configuration",
        [
            'profil = "strict"\n',
            'profile = "all"\n',
            'extend-selects = ["flow"]\n',
            'select = ["executabel"]\n',
            'ignore = ["rule-crashed"]\n',
            '[severity]\nwait-in-executable = "warn"\n',
            '[severity]\nwait-in-executabel = "note"\n',
            '[rules.nesting-too-deep]\nmax_depth = "3"\n',
            "[rules.nesting-too-deep]\nmax_dept = 3\n",
            "[rules.nesting-too-dep]\n",
            '[executables]\nname = ["EX *"]\n',
            '[[suppressions]]\nrule = "long-flow"\ncampaign = 1\n',
            '[[suppressions]]\nrule = "long-flow"\ncampaign = 1\nreason = " "\n',
            '[[suppressions]]\nrule = []\ncampaign = 1\nreason = "x"\n',
            '[[suppressions]]\nrule = "flow"\ncampaign = 1\nreason = "x"\n',
            '[[suppressions]]\nrule = "long-flow"\nstep = 1\nreason = "x"\n',
            '[[suppressions]]\nrule = "long-flow"\ncampaign = 1\nreason = "x"\nstep = 0\n',
            '[[overrides]]\nselect = ["flow"]\n',
            "[[overrides]]\nmatch = {}\n",
        ],
    )
    def test_what_the_linter_refuses_is_not(
        self,
        campaignlint: CommandLine,
        validator: Draft202012Validator,
        configuration: str,
    ) -> None:
        Path("campaignlint.toml").write_text(configuration)
        assert campaignlint("check", "--show-settings").code == 2
        assert not validator.is_valid(as_json(configuration))


def as_json(configuration: str) -> Any:
    """A configuration as editors hold it against a schema: a day is a string there."""
    return json.loads(json.dumps(tomllib.loads(configuration), default=date.isoformat))


class TestReport:
    @pytest.fixture
    def validator(self, campaignlint: CommandLine) -> Draft202012Validator:
        return schema_of(campaignlint, "report")

    @pytest.mark.parametrize(
        "arguments",
        [
            [ACME, "--profile", "audit"],
            [ACME, "--select", "wait-in-executable", "--exclude", "tokens/"],
            [ACME / "campaigns"],
            [REPOSITORY / "fixtures" / "malformed"],
        ],
        ids=["acme", "one rule", "campaigns alone", "malformed"],
    )
    def test_every_report_is_valid(
        self, campaignlint: CommandLine, validator: Draft202012Validator, arguments: list[object]
    ) -> None:
        checked = campaignlint("check", *map(str, arguments), "-f", "json")
        assert [fault.message for fault in validator.iter_errors(json.loads(checked.out))] == []

    def test_one_with_suppressions_and_a_baseline_is_valid(
        self, campaignlint: CommandLine, validator: Draft202012Validator
    ) -> None:
        Path("campaignlint.toml").write_text(
            '[[suppressions]]\nrule = "long-flow"\ncampaign = 1\nreason = "x"\n'
        )
        campaignlint("check", str(ACME), "--write-baseline", "b.json", "--ignore", "executable")
        checked = campaignlint("check", str(ACME), "-f", "json", "--baseline", "b.json")
        assert [fault.message for fault in validator.iter_errors(json.loads(checked.out))] == []
