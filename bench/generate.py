"""Write a made-up export of any size; the same arguments give the same bytes.

    python bench/generate.py FOLDER --campaigns 100000 --layout indented

FOLDER then has an `instance.json` that declares the export complete, and either `export.json` or
one file per record, as `campaignlint pull` writes them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, BinaryIO, Literal, get_args

import contents
from campaignlint.testing import Export
from templates import Style, Template, Values, campaign_ids, encode, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.testing import Folder, Record
    from contents import Kind, Role

Layout = Literal["indented", "compact", "files"]
Section = Literal["folders", "programs", "smartCampaigns", "smartLists", "tokens"]


@dataclass(frozen=True)
class Recipe:
    """What to generate."""

    campaigns: int
    faulty: float = 0.05
    """Share of campaigns that break one recommended rule."""
    seed: int = 1


def main() -> None:
    """Generate what the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--campaigns", type=int, required=True)
    parser.add_argument("--layout", choices=get_args(Layout), default="indented")
    options = parser.parse_args()
    write(options.folder, Recipe(options.campaigns), options.layout)


def write(folder: Path, recipe: Recipe, layout: Layout) -> Path:
    """Write an export to a folder; return its only file of records, or the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "instance.json").write_bytes(encode(Export().marker, "indented") + b"\n")
    instance = Instance(recipe, "compact" if layout == "compact" else "indented")
    if layout == "files":
        _write_files(folder, instance)
        return folder
    bundle = folder / "export.json"
    with bundle.open("wb") as file:
        _write_bundle(file, instance)
    return bundle


def _write_bundle(file: BinaryIO, instance: Instance) -> None:
    indented = instance.style == "indented"
    inner, outer, colon = (b"\n    ", b"\n  ", b": ") if indented else (b"", b"", b":")
    for number, section in enumerate(get_args(Section)):
        file.write((b"," if number else b"{") + outer + b'"%b"' % section.encode() + colon + b"[")
        separator = inner
        for _, record in instance.records(section):
            file.write(separator + record)
            separator = b"," + inner
        file.write(outer + b"]")
    file.write(b"\n}\n" if indented else b"}")


_ENVELOPE = b"""{
  "success": true,
  "errors": [],
  "warnings": [],
  "result": [
    %b
  ]
}
"""

_FOLDERS: dict[Section, str] = {
    "programs": "programs",
    "smartCampaigns": "campaigns",
    "smartLists": "smart-lists",
    "tokens": "tokens",
}


def _write_files(folder: Path, instance: Instance) -> None:
    folders = b",\n    ".join(record for _, record in instance.records("folders"))
    (folder / "folders.json").write_bytes(_ENVELOPE % folders)
    for section, name in _FOLDERS.items():
        (folder / name).mkdir(exist_ok=True)
        for file, record in instance.records(section):
            (folder / name / f"{file}.json").write_bytes(_ENVELOPE % record)


# The instance

_FIRST_CAMPAIGN = 10_001
_FIRST_PROGRAM = 1_001
_FIRST_FOLDER = 201
_PROGRAMS_PER_FOLDER = 40
_HUBS = {"Default": "OP Central", "EMEA": "OP Central EMEA"}


@dataclass(frozen=True)
class _Plan:
    """A program; its records are generated from this when they are written."""

    number: int
    kind: Kind
    first_campaign: int
    size: int

    @property
    def id(self) -> int:
        return _FIRST_PROGRAM + self.number

    @property
    def folder(self) -> int:
        return _FIRST_FOLDER + self.number // _PROGRAMS_PER_FOLDER

    @property
    def workspace(self) -> str:
        return _workspace(self.folder)


def _workspace(folder: int) -> str:
    return "EMEA" if folder % 4 == 0 else "Default"


class Instance:
    """The records of an instance, generated one at a time."""

    def __init__(self, recipe: Recipe, style: Style) -> None:
        self.style = style
        self._recipe = recipe
        self._plans = list(_plan(recipe))
        self._shared = _shared_records(folders=len(self._plans) // _PROGRAMS_PER_FOLDER + 1)
        self._program = Template(contents.program_record(), style)
        self._tokens = Template(contents.tokens_record(), style)

    def records(self, section: Section) -> Iterator[tuple[str, bytes]]:
        """Yield each record as JSON, with the name of the file that `pull` would write it to."""
        for record in self._shared.get(section, []):
            yield str(record["id"]), encode(record, self.style)
        for plan in self._plans:
            yield from self._records_of(plan, section)

    def _records_of(self, plan: _Plan, section: Section) -> Iterator[tuple[str, bytes]]:
        if section == "programs":
            yield str(plan.id), self._program.fill(_values(plan))
        elif section == "tokens":
            yield f"program-{plan.id}", self._tokens.fill(_values(plan))
        elif section != "folders":
            common = _values(plan)
            for number, (role, variant, fault) in enumerate(_cast(plan, self._recipe)):
                ids = campaign_ids(plan.first_campaign + number)
                campaign, smart_list = _templates(role, variant, fault, self.style)
                is_list = section == "smartLists"
                name = ids[b"smart_list" if is_list else b"campaign"].decode()
                yield name, (smart_list if is_list else campaign).fill(common | ids)


def _plan(recipe: Recipe) -> Iterator[_Plan]:
    rng = Random(recipe.seed)
    campaigns = number = 0
    while campaigns < recipe.campaigns:
        kind = rng.choice(contents.KINDS)
        size = min(len(kind.roles), recipe.campaigns - campaigns)
        yield _Plan(number, kind, _FIRST_CAMPAIGN + campaigns, size)
        campaigns += size
        number += 1


def _cast(plan: _Plan, recipe: Recipe) -> Iterator[tuple[Role, int, str]]:
    """Yield the campaigns of a program: role, variant, and the rule that it breaks or ""."""
    rng = Random(f"{recipe.seed} {plan.number}")
    for role in plan.kind.roles[: plan.size]:
        variant = rng.randrange(contents.VARIANTS)
        fault = rng.choice(role.faults) if rng.random() < recipe.faulty else ""
        yield role, variant, fault


@cache
def _templates(role: Role, variant: int, fault: str, style: Style) -> tuple[Template, Template]:
    """Return the templates of a campaign and of its smart list."""
    made = contents.build(role, Random(f"{role.name} {variant}"), fault)
    return Template(made.record(), style), Template(made.smart_list_record(), style)


_PRODUCTS = ("Pump", "Valve", "Membrane", "Filter", "Sensor", "Meter", "Desalination", "Ozone")
_SUBJECTS = ("Monitoring", "Retrofit", "Maintenance", "Automation", "Compliance", "Roadmap")
_CITIES = ("Berlin", "Chicago", "Zürich", "São Paulo", "Austin", "Wrocław", "Singapore", "東京")
_MONTHS = 36


def _values(plan: _Plan) -> Values:
    """Return what the templates of a program are filled with; its name is unique."""
    rest, product = divmod(plan.number, len(_PRODUCTS))
    rest, subject = divmod(rest, len(_SUBJECTS))
    rest, city = divmod(rest, len(_CITIES))
    version, month = divmod(rest, _MONTHS)
    topic = f"{_PRODUCTS[product]} {_SUBJECTS[subject]}"
    day = f"{2024 + month // 12}-{month % 12 + 1:02}-{plan.number % 27 + 1:02}"
    return values(
        program=plan.id,
        folder=plan.folder,
        workspace=plan.workspace,
        program_name=f"{plan.kind.prefix} {day[:7]} {topic} {_CITIES[city]} v{version + 1}.0",
        topic=topic,
        slug=topic.lower().replace(" ", "-"),
        city=_CITIES[city],
        day=day,
        type=plan.kind.type,
        channel=plan.kind.channel,
        description=f"{plan.kind.channel} on {topic.lower()} in {_CITIES[city]}",
        hub=_HUBS[plan.workspace],
        created=f"{day}T08:{plan.number % 60:02}:17Z+0000",
        updated=f"2026-{plan.number % 6 + 3:02}-{plan.number % 28 + 1:02}T16:42:05Z+0000",
    )


def _shared_records(folders: int) -> dict[str, list[Record]]:
    """Return the folders, and the programs that all others call."""
    export = Export()
    root = _zone(export, "Marketing Activities", 14, None, "Default")
    zones = {
        "Default": _zone(export, "Default", 15, root, "Default"),
        "EMEA": _zone(export, "EMEA", 16, root, "EMEA"),
    }
    for number in range(_FIRST_FOLDER, _FIRST_FOLDER + folders):
        export.folder(f"Programs {number:05}", id=number, parent=zones[_workspace(number)])
    contents.add_hub(export, _HUBS["Default"], zones["Default"], id=901, first=101)
    contents.add_hub(export, _HUBS["EMEA"], zones["EMEA"], id=902, first=201)
    return export.bundle()


def _zone(export: Export, name: str, id: int, parent: Folder | None, workspace: str) -> Folder:  # noqa: A002
    return export.folder(name, id=id, parent=parent, folderType="Zone", workspace=workspace)


if __name__ == "__main__":
    main()
