"""Validation of settings that name rules, categories and options of rules."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from campaignlint.config.files import convert, format_value
from campaignlint.config.origins import ConfigError, Origins
from campaignlint.rules.registry import LIST_OF_RULES, RuleSet
from campaignlint.rules.rule import ENGINE, Between, Rule
from campaignlint.text import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from campaignlint.config.toml_positions import Keys
    from campaignlint.model.finding import Severity


@dataclass(frozen=True, slots=True)
class Checker:
    """Validates names of rules and their options; raises ConfigError with the origin."""

    origins: Origins
    rules: RuleSet

    def check_selectors(self, selectors: Iterable[str], keys: Keys) -> None:
        for number, selector in enumerate(selectors):
            self._check_selector(selector, self.origins.at((*keys, number)))

    def _check_selector(self, selector: str, where: str) -> None:
        categories = [category for category in self.rules.categories if category != ENGINE]
        if selector in categories or selector == "all":
            return
        rule = self.rules.rules.get(selector)
        if rule is None:
            names = [rule.id for rule in self.rules if rule.category != ENGINE]
            raise ConfigError(
                f"{where}: unknown rule or category '{selector}'"
                f"{did_you_mean(selector, [*names, *categories, 'all'], self._fallback_hint)}"
            )
        if rule.category == ENGINE:
            raise ConfigError(
                f"{where}: '{selector}' is always enabled and cannot be selected or ignored"
            )

    def check_suppressed(self, names: tuple[str, ...], keys: Keys) -> None:
        for number, name in enumerate(names):
            where = self.origins.at((*keys, number))
            if self._rule(name, where).category == ENGINE:
                raise ConfigError(f"{where}: '{name}' is always enabled and cannot be suppressed")

    def check_severities(self, severities: Mapping[str, Severity], keys: Keys) -> None:
        for name in severities:
            self._rule(name, self.origins.at((*keys, name)))

    def options(
        self, options: Mapping[str, Mapping[str, Any]], keys: Keys
    ) -> dict[str, dict[str, Any]]:
        """Return the options of rules, converted to their types."""
        return {
            name: self._options_of(name, values, (*keys, name)) for name, values in options.items()
        }

    def _options_of(self, name: str, values: Mapping[str, Any], keys: Keys) -> dict[str, Any]:
        rule = self._rule(name, self.origins.at(keys))
        checked = {}
        for key, value in values.items():
            option = rule.options.get(key.replace("-", "_"))
            where = self.origins.at((*keys, key))
            if option is None:
                options = f"its options are {', '.join(rule.options)}" if rule.options else ""
                hint = did_you_mean(key, rule.options, options)
                raise ConfigError(f"{where}: rule '{name}' has no option '{key}'{hint}")
            checked[option.name] = convert(option.type, value, where)
            if option.between is not None:
                _check_range(value, option.between, where)
            if option.is_regular_expression:
                _check_regular_expression(value, where)
        return checked

    def _rule(self, name: str, where: str) -> Rule:
        rule = self.rules.rules.get(name)
        if rule is None:
            hint = did_you_mean(name, self.rules.rules, self._fallback_hint)
            raise ConfigError(f"{where}: unknown rule '{name}'{hint}")
        return rule

    @property
    def _fallback_hint(self) -> str:
        """The hint for a name without a similar one; a pack that failed to load may have it."""
        return "; ".join((LIST_OF_RULES, *map(str, self.rules.failed_packs)))


def _check_range(value: int, between: Between, where: str) -> None:
    if not between.least <= value <= between.most:
        raise ConfigError(f"{where}: expected an integer {between}, found {value:,}")


def _check_regular_expression(text: str, where: str) -> None:
    try:
        re.compile(text)
    except (re.error, OverflowError, RecursionError) as error:
        value = format_value(text)
        raise ConfigError(
            f"{where}: expected a regular expression, found {value}: {error}"
        ) from None
