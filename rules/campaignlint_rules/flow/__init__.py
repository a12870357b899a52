"""Flows: steps that do nothing, too much, or something else than they seem to."""
