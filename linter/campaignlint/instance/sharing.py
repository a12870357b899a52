"""Equal strings kept once: an export says the same names and values over and over again.

msgspec makes a string of each value. Of a large instance's memory two fifths are copies; so what
repeats takes the place of its copies, record by record, before more of them come.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.instance import api

if TYPE_CHECKING:
    from collections.abc import Iterable

_OF_CAMPAIGNS = ("type", "status", "workspace", "qualification_rule_type", "updated_at")
_OF_CHOICES = ("name", "operator", "rule_type")
_OF_FILTERS = ("name", "operator", "rule_type")
_OF_CONDITIONS = ("activity_attribute_name", "attribute_name", "operator")


class Strings:
    """The strings met so far. They may go when the last record is read."""

    def __init__(self) -> None:
        self._known: dict[str, str] = {}

    def share(self, data: api.Struct) -> None:
        """Let a record hold few strings that another holds as well."""
        if isinstance(data, api.SmartCampaignResponseWithFlow):
            self._share_campaign(data)
        elif isinstance(data, api.SmartListResponseWithRules) and data.rules is not None:
            self._share_rules(data.rules)

    def _share_campaign(self, data: api.SmartCampaignResponseWithFlow) -> None:
        self._share_fields(data, _OF_CAMPAIGNS)
        known = self._known.setdefault
        for step in () if data.flow is None else data.flow.steps or ():
            name = step.activity_type_name
            if name is not None:
                step.activity_type_name = known(name, name)
            for choice in step.step_choice or ():
                self._share_choice(choice)
        if data.smart_list is not None and data.smart_list.rules is not None:
            self._share_rules(data.smart_list.rules)

    def _share_choice(self, choice: api.FlowStepChoice) -> None:
        known = self._known.setdefault
        for attribute in choice.attributes or ():
            name, value = attribute.name, attribute.value
            if name is not None:
                attribute.name = known(name, name)
            if isinstance(value, str):
                attribute.value = known(value, value)
        if choice.rule is not None:
            self._share_fields(choice.rule, _OF_CHOICES)
            self._share_values(choice.rule)

    def _share_rules(self, rules: api.SmartListRules) -> None:
        for rule in (*(rules.triggers or ()), *(rules.filters or ())):
            if isinstance(rule, str):
                continue
            self._share_fields(rule, _OF_FILTERS)
            for condition in rule.conditions or ():
                self._share_fields(condition, _OF_CONDITIONS)
                self._share_values(condition)

    def _share_fields(self, part: api.Struct, fields: Iterable[str]) -> None:
        known = self._known.setdefault
        for field in fields:
            text = getattr(part, field)
            if text is not None:
                setattr(part, field, known(text, text))

    def _share_values(self, part: api.FlowStepChoiceRule | api.SmartListConditions) -> None:
        known = self._known.setdefault
        values = part.values
        if values:
            values[:] = [known(text, text) if isinstance(text, str) else text for text in values]
