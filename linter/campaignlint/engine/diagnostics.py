"""The rules of the engine itself. They are always enabled; the engine yields their findings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.rules.rule import ENGINE, rule

if TYPE_CHECKING:
    from collections.abc import Iterable

    from campaignlint.model.finding import Finding
    from campaignlint.model.instance import Instance


@rule(severity="error", category=ENGINE, since="0.1")
def unreadable_file(instance: Instance) -> Iterable[Finding]:
    """A file or folder cannot be read, or is not JSON.

    ## Why

    A file that cannot be read is not linted, so the run is incomplete and exits with code 3,
    whatever else it finds.

    ## How to fix

    Export the file again as UTF-8 JSON, or make it readable for the user who runs the linter.
    """
    return ()


@rule(severity="error", category=ENGINE, since="0.1")
def invalid_record(instance: Instance) -> Iterable[Finding]:
    """A record has no id, or values of types that the Asset API never returns.

    ## Why

    The record is skipped, and references to it are treated as if it had not been exported. Every
    error is reported with its path; the other records of the file are linted.

    ## How to fix

    Export the record again. `campaignlint schema export` prints the JSON Schema for exporters.
    """
    return ()


@rule(severity="error", category=ENGINE, since="0.1")
def failed_response(instance: Instance) -> Iterable[Finding]:
    """An exported API response reports a failed request.

    ## Why

    Marketo returns HTTP status 200 even for failed requests and reports the failure in the body:
    `"success": false`. An exporter that does not check it saves the error instead of the records.

    ## How to fix

    Repeat the request, and make the exporter stop at `"success": false`.
    """
    return ()


@rule(severity="error", category=ENGINE, since="0.1")
def rule_crashed(instance: Instance) -> Iterable[Finding]:
    """A rule raised an exception, or an installed rule pack cannot be loaded.

    ## Why

    Findings that the rule would have reported after that point are missing, so the run is
    incomplete and exits with code 3. The other rules ran.

    ## How to fix

    Report the crash to the rule's author with the output of `--debug`, or disable the rule with
    `--ignore` until it is fixed. If a pack cannot be loaded, fix or uninstall it.
    """
    return ()


@rule(severity="error", category=ENGINE, since="0.1")
def unrecognized_names(instance: Instance) -> Iterable[Finding]:
    """Most flow steps, triggers or targets in the export are not recognized.

    Reported if more than half of the flow steps, or of the triggers, have unknown names (of at
    least five), or if no Execute Campaign or Request Campaign step has an attribute that names a
    campaign. Names in an exported catalog of flow steps (`flow-step-types.json`) are known, unless
    most of the catalog is unknown as well.

    ## Why

    Flow steps and triggers are recognized by their English names. If most of them are unknown, the
    rules find nothing, so the run is incomplete and exits with code 3. Whether the Asset API uses
    the language of the API user is not documented.

    ## How to fix

    If the names are in another language, set the language of the API user to English and export
    again. If they belong to installed services, add the catalog of flow steps to the export:
    `campaignlint pull` saves it. If targets are missing, export every attribute of a flow step with
    its name, its value and its `primary` flag.
    """
    return ()


@rule(severity="note", category=ENGINE, since="0.1")
def duplicate_record(instance: Instance) -> Iterable[Finding]:
    """Two equally recent copies of an asset differ.

    ## Why

    Copies of an asset are merged, each part from the newest copy that has it. If two copies have
    the same `updatedAt` and differ, there is no way to tell which is right. The more complete copy
    is used; file names do not matter.

    ## How to fix

    Keep one of the copies, or export the asset again.
    """
    return ()


@rule(severity="warning", category=ENGINE, since="0.1")
def unused_suppression(instance: Instance) -> Iterable[Finding]:
    """A suppression matches no finding, or is not written correctly.

    In a description, the correct form is `campaignlint: ignore[rule-id] reason`, on one line.

    ## Why

    The finding it suppressed was fixed, or its campaign was renamed or removed. Left in place, it
    would hide the next finding of the same kind without anyone having decided so. A suppression
    that is not written correctly suppresses nothing.

    ## How to fix

    Remove it from the configuration, or from the campaign's description in Marketo. If it is not
    written correctly, correct it.
    """
    return ()


@rule(severity="warning", category=ENGINE, since="0.1")
def expired_suppression(instance: Instance) -> Iterable[Finding]:
    """A suppression has expired.

    ## Why

    The finding was supposed to be fixed by that date.

    ## How to fix

    Fix the finding and remove the suppression, or set a new date.
    """
    return ()


@rule(severity="warning", category=ENGINE, since="0.1")
def stale_baseline(instance: Instance) -> Iterable[Finding]:
    """A baseline entry no longer matches a finding.

    ## Why

    The problem was fixed. Left in place, the entry would accept it again if it came back.

    ## How to fix

    Run with `--prune-baseline`, and keep the file it writes.
    """
    return ()
