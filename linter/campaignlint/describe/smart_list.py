"""Smart lists as text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from campaignlint import marketo
from campaignlint.describe.limits import REPORT_LIMITS, Limits

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.model.smart_list import Condition, Filter, SmartList, Trigger


@dataclass(frozen=True, slots=True)
class SmartListSummary:
    """The triggers and filters of a smart list, in their order."""

    triggers: tuple[str, ...]
    filters: tuple[str, ...]
    logic: str
    """`all`, `any`, or the filter logic, as in `1 and (2 or 3)`."""
    omitted: int = 0
    """The number of triggers and filters that are not listed."""

    def lines(self) -> Iterator[str]:
        """Yield the triggers and filters with their numbers, and the logic unless it is `all`."""
        yield from (f"trigger {number}: {text}" for number, text in enumerate(self.triggers, 1))
        yield from (f"filter {number}: {text}" for number, text in enumerate(self.filters, 1))
        if self.logic not in ("", "all"):
            yield f"filters match: {self.logic}"


def describe_smart_list(smart_list: SmartList, limits: Limits = REPORT_LIMITS) -> SmartListSummary:
    """Describe the triggers and filters of a smart list."""
    triggers, filters = smart_list.triggers, smart_list.filters
    maximum = limits.rules
    return SmartListSummary(
        tuple(limits.truncate(_rule(trigger)) for trigger in triggers[:maximum]),
        tuple(limits.truncate(_rule(filter_)) for filter_ in filters[:maximum]),
        limits.truncate(smart_list.custom_logic or smart_list.match_type),
        max(0, len(triggers) - maximum) + max(0, len(filters) - maximum),
    )


def _rule(rule: Trigger | Filter) -> str:
    """Return `Fills Out Form: Form Name is "Demo.Form"`, without a repeated attribute name."""
    parts = [_condition(condition) for condition in rule.conditions]
    if not parts:
        return rule.name
    if len(parts) == 1 and marketo.same_name(rule.conditions[0].name, rule.name):
        return parts[0]
    return f"{rule.name}: {'; '.join(parts)}"


def _condition(condition: Condition) -> str:
    values = " or ".join(f'"{value}"' for value in condition.values)
    error = f"  [error: {condition.error_message or 'no message'}]" if condition.is_error else ""
    return " ".join(part for part in (condition.name, condition.operator, values) if part) + error
