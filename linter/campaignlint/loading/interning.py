"""Equal strings kept once: an export says the same names and values over and over again.

msgspec makes a string of each value. Of a large instance's memory two fifths are copies; so what
repeats takes the place of its copies, record by record, before more of them come.

Every field is spelt out: to go by a list of their names takes twice as long. Those with the values
of conditions are left as they are: they would take half as long again, for a tenth of the memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from campaignlint.marketo import records as api

if TYPE_CHECKING:
    from collections.abc import Iterable


class StringInterner:
    """The strings met so far. They may go when the last record is read."""

    def __init__(self) -> None:
        self._texts: dict[str, str] = {}
        self._names: dict[str | None, str | None] = {}

    def share(self, data: api.Struct) -> None:
        """Let a record hold few strings that another holds as well."""
        if isinstance(data, api.SmartCampaignResponseWithFlow):
            self.share_campaign(data)
        elif isinstance(data, api.SmartListResponseWithRules) and data.rules is not None:
            self.share_rules(data.rules)

    def share_campaign(self, data: api.SmartCampaignResponseWithFlow) -> None:
        known = self._names.setdefault
        data.type = known(data.type, data.type)
        data.status = known(data.status, data.status)
        data.workspace = known(data.workspace, data.workspace)
        data.qualification_rule_type = known(
            data.qualification_rule_type, data.qualification_rule_type
        )
        if data.flow is not None and data.flow.steps is not None:
            self._share_steps(data.flow.steps)
        if data.smart_list is not None and data.smart_list.rules is not None:
            self.share_rules(data.smart_list.rules)

    def _share_steps(self, steps: Iterable[api.FlowStep]) -> None:
        known, text = self._names.setdefault, self._texts.setdefault
        for step in steps:
            name = step.activity_type_name
            step.activity_type_name = known(name, name)
            for choice in step.step_choice or ():
                for attribute in choice.attributes or ():
                    name = attribute.name
                    attribute.name = known(name, name)
                    value = attribute.value
                    if type(value) is str:
                        attribute.value = text(value, value)
                rule = choice.rule
                if rule is not None:
                    rule.name = known(rule.name, rule.name)
                    rule.operator = known(rule.operator, rule.operator)
                    rule.rule_type = known(rule.rule_type, rule.rule_type)

    def share_rules(self, rules: api.SmartListRules) -> None:
        known = self._names.setdefault
        for rule in (*(rules.triggers or ()), *(rules.filters or ())):
            if isinstance(rule, str):
                continue
            rule.name = known(rule.name, rule.name)
            rule.operator = known(rule.operator, rule.operator)
            rule.rule_type = known(rule.rule_type, rule.rule_type)
            for condition in rule.conditions or ():
                name = condition.activity_attribute_name
                condition.activity_attribute_name = known(name, name)
                condition.attribute_name = known(condition.attribute_name, condition.attribute_name)
                condition.operator = known(condition.operator, condition.operator)
