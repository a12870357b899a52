"""The parts of a description, which formats render: sections and rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Row:
    """A fact and its label; without a label it continues the row above."""

    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and its rows."""

    heading: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Description:
    """An asset: its kind, name and id, as in `program OP Scoring [101]`, and the sections."""

    title: str
    sections: tuple[Section, ...]
