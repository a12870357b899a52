"""Runs one rule, which may be foreign code: whatever it does, the others run."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from campaignlint.model.finding import (
    CONFIDENCES,
    PROFILES,
    SEVERITIES,
    Anchor,
    CampaignName,
    Finding,
    RecordLocation,
    Related,
    SymbolicLocation,
)
from campaignlint.paths import relative_path
from campaignlint.rules.registry import said
from campaignlint.time_limit import TimeIsUpError, call_within, given_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from campaignlint.model.instance import Instance
    from campaignlint.rules.registry import FailedPack
    from campaignlint.rules.rule import Rule

RuleFindings = list[tuple[str, Finding]]
"""Findings with the id of the rule that each is of."""

GiveUp = Callable[[str], None]
"""Ends the process with some words."""

MOST_FINDINGS = 1_000_000
"""Of one rule. Nobody reads so many: a rule that goes on has no end."""


class TooManyFindingsError(Exception):
    """A rule that seems to yield without end."""


def run_rule(
    rule: Rule,
    instance: Instance,
    options: Mapping[str, Any],
    *,
    timeout: float | None = None,
    give_up: GiveUp | None = None,
) -> tuple[RuleFindings, int]:
    """What a rule finds, and how many campaigns it could not judge.

    A rule that raises, exits or takes longer than `timeout` seconds keeps what it found before, and
    adds a finding of its own. Only an interruption goes through. `give_up` is called with the words
    for a rule that cannot be stopped; without it such a rule runs on.
    """
    instance.unchecked.clear()
    found: RuleFindings = []
    try:
        with given_up(timeout, give_up and partial(give_up, _unstoppable(rule, timeout or 0))):
            call_within(
                timeout,
                lambda: _collect(rule.function(instance, **options), rule.id, found),
                own={rule.function.__module__.partition(".")[0], __name__.partition(".")[0]},
            )
    except TimeIsUpError:
        found.append(("rule-crashed", _unfinished(rule, timeout or 0)))
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - foreign code may raise, and exit, at will
        found.append(("rule-crashed", _crash(rule, error)))
    return found, len(instance.unchecked)


def _collect(findings: Iterable[object], rule: str, found: RuleFindings) -> None:
    for each in findings:
        found.append((rule, _checked(each)))
        if len(found) > MOST_FINDINGS:
            found.clear()  # what such a rule says is worth nothing
            raise TooManyFindingsError(f"it yields more than {MOST_FINDINGS:,} findings")


def _checked(finding: object) -> Finding:
    """What a rule yielded, if it is what the reports can print; foreign code may yield anything."""
    if not isinstance(finding, Finding):
        raise TypeError(f"a rule yields findings, not {type(finding).__name__}")
    others = (*finding.related, *finding.chain)
    texts = (finding.message, finding.help, *(each.message for each in others))
    if not all(isinstance(text, str) for text in texts):
        raise TypeError("a finding's message and help are text")
    places = {finding.location, *(each.location for each in others)}  # told apart, as reports must
    if not all(map(_is_sound, places)):
        raise TypeError("a finding stands at a SymbolicLocation, as the views give it")
    left_out: tuple[Any, ...] = (finding.more_related, finding.files)
    if not (isinstance(left_out[0], int) and isinstance(left_out[1], frozenset)):
        raise TypeError("a finding counts what is left out, as the views do")
    for given, known in (
        (finding.severity, SEVERITIES),
        (finding.confidence, CONFIDENCES),
        (finding.profile, PROFILES),
    ):
        if given is not None and given not in known:
            raise ValueError(f"{given!r} is none of {', '.join(known)}")
    return finding if all(map(_is_encodable, texts)) else _encodable(finding)


def _is_sound(place: Any) -> bool:  # noqa: ANN401 - foreign code may give anything
    """Whether reports can find and print a place."""
    if not isinstance(place, SymbolicLocation):
        return False
    fields: tuple[Any, ...] = place  # whatever their types promise
    origin, path, text, key, campaign, focus, offset = fields
    return (
        _is_origin(origin)
        and _are(_KEY, path)
        and _is_text(text)
        and isinstance(key, tuple)
        and all(map(_is_text, key))
        and _leads_by(origin.anchor, (*origin.pointer, *path))
        and (campaign is None or _is_campaign(campaign))
        and _are(_KEY, focus)
        and (offset is None or isinstance(offset, int))
    )


_KEY = (str, int)


def _is_origin(origin: Any) -> bool:  # noqa: ANN401 - as above
    if not isinstance(origin, RecordLocation):
        return False
    fields: tuple[Any, ...] = origin
    file, pointer, start, anchor = fields
    return (
        _is_text(file)
        and _are(_KEY, pointer)
        and isinstance(start, int)
        and 0 <= start <= _FARTHEST
        and (anchor is None or _is_anchor(anchor))
    )


_FARTHEST = 1 << 36
"""No export is longer: lines are counted on the way there, which would not end."""


def _is_anchor(anchor: Any) -> bool:  # noqa: ANN401 - as above
    return isinstance(anchor, Anchor) and _are(int, anchor) and min(anchor) >= 0


def _leads_by(anchor: Anchor | None, pointer: tuple[Any, ...]) -> bool:
    """Whether a pointer takes its way by an anchor: by a number, to an item of the array."""
    if anchor is None or anchor.depth >= len(pointer):
        return True
    return isinstance(pointer[anchor.depth], int)


def _is_campaign(campaign: Any) -> bool:  # noqa: ANN401 - as above
    if not isinstance(campaign, CampaignName):
        return False
    number: object = campaign.id
    named = (campaign.name, campaign.program or "", campaign.workspace or "")
    return isinstance(number, int) and all(map(_is_text, named))


def _are(kind: type | tuple[type, ...], values: object) -> bool:
    return isinstance(values, tuple) and all(isinstance(value, kind) for value in values)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and (value.isascii() or _is_encodable(value))


def _is_encodable(text: str) -> bool:
    """Whether a text can be written; names of files that are no UTF-8 can, by an escape."""
    try:
        text.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return False
    return True


def _encodable(finding: Finding) -> Finding:
    """A finding whose texts hold halves of characters, with `?` in their place."""

    def mended(others: Iterable[Related]) -> tuple[Related, ...]:
        return tuple(Related(_mended(other.message), other.location) for other in others)

    return replace(
        finding,
        message=_mended(finding.message),
        help=_mended(finding.help),
        related=mended(finding.related),
        chain=mended(finding.chain),
    )


def _mended(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def _unfinished(rule: Rule, timeout: float) -> Finding:
    return _fault(
        rule,
        f"rule '{rule.id}' did not end within {timeout:g} s and was stopped",
        f"report it to the rule's author, allow it more time, or run with --ignore {rule.id}",
    )


def _unstoppable(rule: Rule, timeout: float) -> str:
    return (
        f"rule '{rule.id}' did not end within {timeout:g} s and cannot be stopped, so nothing is "
        f"reported: run with --ignore {rule.id}"
    )


def _crash(rule: Rule, error: BaseException) -> Finding:
    file, line = _where(rule, error)
    return _fault(
        rule,
        f"rule '{rule.id}' failed with {said(error)} ({_source_name(file)}:{line})",
        f"report it to the rule's author, or run with --ignore {rule.id}",
    )


def unloaded(pack: FailedPack) -> Finding:
    """What is said of an installed pack that cannot be used."""
    file = pack.module.partition(":")[0]
    place = SymbolicLocation(RecordLocation(file), text=file, key=("pack", pack.module))
    return Finding(str(pack), place, help="mend the pack, or uninstall it")


def _fault(rule: Rule, what: str, remedy: str) -> Finding:
    file = _source_name(rule.function.__code__.co_filename)
    return Finding(
        _mended(f"{what}; what else it would have found is missing"),
        SymbolicLocation(RecordLocation(file), text=f"rule {rule.id}", key=(rule.id,)),
        help=remedy,
    )


def _where(rule: Rule, error: BaseException) -> tuple[str, int | None]:
    """The file and line that raised; where there is no trace of that, where the rule begins."""
    trace = traceback.extract_tb(error.__traceback__)
    code = rule.function.__code__
    return (trace[-1].filename, trace[-1].lineno) if trace else (code.co_filename, None)


def _source_name(file: str) -> str:
    """A source file as far as reports show it: of files elsewhere on the machine the name alone."""
    shown = relative_path(file)
    return PurePath(file).name if shown.startswith("..") else shown
