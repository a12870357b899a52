"""Writes believable instances of any size, the same bytes for the same arguments.

    python bench/generate.py FOLDER --campaigns 100000 --layout indented

FOLDER then holds `instance.json`, which says that nothing is missing, and beside it the rest: one
`export.json` or `export.ndjson`, or the files of an export as `campaignlint pull` writes them.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, BinaryIO, Literal, get_args

sys.path.append(str(Path(__file__).parents[1] / "tests"))  # where the factories are

import contents
from campaignlint.testing import Export
from templates import Style, Template, Values, campaign_ids, encode, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from campaignlint.testing import Folder, Record
    from contents import Kind, Role

Layout = Literal["indented", "compact", "files", "ndjson"]
Section = Literal["folders", "programs", "smartCampaigns", "smartLists", "tokens"]
SECTIONS: tuple[Section, ...] = get_args(Section)

FAULTY = 0.05
"""The share of campaigns with a fault: 5,000 findings in 100,000 campaigns."""


@dataclass(frozen=True)
class Recipe:
    """What to generate."""

    campaigns: int
    faulty: float = FAULTY
    """The share of campaigns that break one recommended rule."""
    seed: int = 1
    deep: int = 5
    """Executables in a chain, beside the campaigns; as are the next two."""
    wide: int = 20
    """Executables that one trigger executes, and that all execute one more."""
    cycles: int = 2
    """Circles of three executables."""


@dataclass(frozen=True)
class Written:
    """What a folder holds now."""

    files: int
    bytes: int
    main: Path
    """The one file of a bundle, or the folder."""


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--campaigns", type=int, required=True)
    parser.add_argument("--layout", choices=get_args(Layout), default="indented")
    parser.add_argument("--faults", dest="faulty", type=float, default=FAULTY, metavar="SHARE")
    for name in ("seed", "deep", "wide", "cycles"):
        parser.add_argument(f"--{name}", type=int, default=getattr(Recipe, name))
    given = vars(parser.parse_args())
    folder, layout = given.pop("folder"), given.pop("layout")
    written = write(folder, Recipe(**given), layout)
    print(f"{written.files:,} files, {written.bytes:,} bytes")


def write(folder: Path, recipe: Recipe, layout: Layout) -> Written:
    """Write an instance into a folder, which is made where it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    marker = folder / "instance.json"
    marker.write_bytes(encode(Export().marker, "indented") + b"\n")
    style: Style = "indented" if layout in ("indented", "files") else "compact"
    instance = Instance(recipe, style)
    if layout == "files":
        files, size = _write_files(folder, instance)
        return Written(files + 1, size + marker.stat().st_size, folder)
    main = folder / ("export.ndjson" if layout == "ndjson" else "export.json")
    with main.open("wb") as file:
        if layout == "ndjson":
            for section in SECTIONS:
                file.writelines(record + b"\n" for _, record in instance.records(section))
        else:
            _write_bundle(file, instance)
    return Written(2, main.stat().st_size + marker.stat().st_size, main)


def _write_bundle(file: BinaryIO, instance: Instance) -> None:
    indented = instance.style == "indented"
    inner, outer, colon = (b"\n    ", b"\n  ", b": ") if indented else (b"", b"", b":")
    for number, section in enumerate(SECTIONS):
        file.write((b"," if number else b"{") + outer + b'"%b"' % section.encode() + colon + b"[")
        between = inner
        for _, record in instance.records(section):
            file.write(between + record)
            between = b"," + inner
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


def _write_files(folder: Path, instance: Instance) -> tuple[int, int]:
    """A file a record, but one for all folders; how many files there are, and their bytes."""
    together = b",\n    ".join(record for _, record in instance.records("folders"))
    files, size = 1, (folder / "folders.json").write_bytes(_ENVELOPE % together)
    for section, name in _FOLDERS.items():
        inside = folder / name
        inside.mkdir(exist_ok=True)
        for file, record in instance.records(section):
            size += (inside / f"{file}.json").write_bytes(_ENVELOPE % record)
            files += 1
    return files, size


# The instance


_FIRST_CAMPAIGN = 10_001
_FIRST_PROGRAM = 1_001
_FIRST_FOLDER = 201
_PROGRAMS_A_FOLDER = 40
_HUBS = {"Default": "OP Central", "EMEA": "OP Central EMEA"}


@dataclass(frozen=True)
class _Planned:
    """A program that is to be: all else follows from this, so that it need not be kept."""

    number: int
    kind: Kind
    first_campaign: int
    size: int

    @property
    def id(self) -> int:
        return _FIRST_PROGRAM + self.number

    @property
    def folder(self) -> int:
        return _FIRST_FOLDER + self.number // _PROGRAMS_A_FOLDER

    @property
    def workspace(self) -> str:
        return _workspace(self.folder)


def _workspace(folder: int) -> str:
    return "EMEA" if folder % 4 == 0 else "Default"


class Instance:
    """The records of an instance, made while they are asked for and never kept."""

    def __init__(self, recipe: Recipe, style: Style) -> None:
        self.style = style
        self._recipe = recipe
        self._programs = list(_plan(recipe))
        self._rest = _rest(recipe, folders=len(self._programs) // _PROGRAMS_A_FOLDER + 1)
        self._program = Template(contents.program_record(), style)
        self._tokens = Template(contents.tokens_record(), style)

    def records(self, section: Section) -> Iterator[tuple[str, bytes]]:
        """Each record of a kind as JSON, with the name of the file that `pull` would write."""
        for record in self._rest[section]:
            reference = record.get("folder", {})
            name = record["id"] if "id" in record else f"program-{reference['value']}"
            yield str(name), encode(record, self.style)
        for planned in self._programs:
            yield from self._records_of(planned, section)

    def _records_of(self, planned: _Planned, section: Section) -> Iterator[tuple[str, bytes]]:
        if section == "programs":
            yield str(planned.id), self._program.fill(_values(planned))
        elif section == "tokens":
            yield f"program-{planned.id}", self._tokens.fill(_values(planned))
        elif section != "folders":
            common = _values(planned)
            for number, (role, variant, fault) in enumerate(_cast(planned, self._recipe)):
                ids = campaign_ids(planned.first_campaign + number)
                made, smart_list = _templates(role, variant, fault, self.style)
                is_list = section == "smartLists"
                name = ids[b"smart_list" if is_list else b"campaign"].decode()
                yield name, (smart_list if is_list else made).fill(common | ids)


def _plan(recipe: Recipe) -> Iterator[_Planned]:
    rng = Random(recipe.seed)
    made = number = 0
    while made < recipe.campaigns:
        kind = rng.choice(contents.KINDS)
        size = min(len(kind.roles), recipe.campaigns - made)
        yield _Planned(number, kind, _FIRST_CAMPAIGN + made, size)
        made += size
        number += 1


def _cast(planned: _Planned, recipe: Recipe) -> Iterator[tuple[Role, int, str]]:
    """The campaigns of a program: role, variant, and fault or ""."""
    rng = Random(f"{recipe.seed} {planned.number}")
    for role in planned.kind.roles[: planned.size]:
        variant = rng.randrange(contents.VARIANTS)
        fault = rng.choice(role.faults) if rng.random() < recipe.faulty else ""
        yield role, variant, fault


@cache
def _templates(role: Role, variant: int, fault: str, style: Style) -> tuple[Template, Template]:
    """A campaign and its smart list."""
    made = role.build(role.name, Random(f"{role.name} {variant}"), fault)
    return Template(made.record(), style), Template(made.smart_list_record(), style)


_PRODUCTS = (
    "Pump",
    "Valve",
    "Membrane",
    "Filter",
    "Sensor",
    "Meter",
    "Reservoir",
    "Pipeline",
    "Desalination",
    "Sludge",
    "Ozone",
    "Leakage",
)
_SUBJECTS = (
    "Monitoring",
    "Retrofit",
    "Maintenance",
    "Basics",
    "Automation",
    "Compliance",
    "Savings",
    "Benchmarks",
    "Roadmap",
    "Masterclass",
    "Insights",
)
_CITIES = (
    "Berlin",
    "Chicago",
    "Zürich",
    "São Paulo",
    "Lyon",
    "Austin",
    "Málaga",
    "Wrocław",
    "Toronto",
    "Singapore",
    "東京",
    "Leeds",
    "Malmö",
)
_MONTHS = 36


def _values(planned: _Planned) -> Values:
    """What to fill the templates of a program with; each program has a name of its own."""
    rest, product = divmod(planned.number, len(_PRODUCTS))
    rest, subject = divmod(rest, len(_SUBJECTS))
    rest, city = divmod(rest, len(_CITIES))
    rest, month = divmod(rest, _MONTHS)
    topic = f"{_PRODUCTS[product]} {_SUBJECTS[subject]}"
    year, month = 2024 + month // 12, month % 12 + 1
    day = f"{year}-{month:02}-{planned.number % 27 + 1:02}"
    version = f" v{rest + 1}.0" if rest else ""
    hub = _HUBS[planned.workspace]
    return values(
        program=planned.id,
        folder=planned.folder,
        workspace=planned.workspace,
        program_name=f"{planned.kind.prefix} {day[:7]} {topic} {_CITIES[city]}{version}",
        topic=topic,
        slug=topic.lower().replace(" ", "-"),
        city=_CITIES[city],
        day=day,
        type=planned.kind.type,
        channel=planned.kind.channel,
        description=f"{planned.kind.channel} on {topic.lower()} in {_CITIES[city]}",
        hub=hub,
        other_hub=next(name for name in _HUBS.values() if name != hub),
        created=f"{day}T08:{planned.number % 60:02}:17Z+0000",
        updated=f"2026-{planned.number % 6 + 3:02}-{planned.number % 28 + 1:02}T16:42:05Z+0000",
    )


def _rest(recipe: Recipe, folders: int) -> dict[Section, list[Record]]:
    """Records of which there is one each: folders, hubs, and the chain, the fan and the circles."""
    export = Export()
    root = _zone(export, "Marketing Activities", 14, None, "Default")
    default = _zone(export, "Default", 15, root, "Default")
    emea = _zone(export, "EMEA", 16, root, "EMEA")
    for number in range(_FIRST_FOLDER, _FIRST_FOLDER + folders):
        above = default if _workspace(number) == "Default" else emea
        export.folder(f"Programs {number:05}", id=number, parent=above)
    contents.hub(export, _HUBS["Default"], default, id=901, first=101)
    contents.hub(export, _HUBS["EMEA"], emea, id=902, first=201)
    shapes = export.program("OP Shapes", id=903, folder=default)
    free = _FIRST_CAMPAIGN + recipe.campaigns
    if recipe.deep:
        contents.deep_chain(export, shapes, recipe.deep, free)
    if recipe.wide:
        contents.wide_fan(export, shapes, recipe.wide, free + recipe.deep + 1)
    contents.cycles(export, shapes, recipe.cycles, free + recipe.deep + recipe.wide + 3)
    bundle = export.bundle()
    return {section: bundle.get(section, []) for section in SECTIONS}


def _zone(export: Export, name: str, id: int, parent: Folder | None, workspace: str) -> Folder:  # noqa: A002
    return export.folder(name, id=id, parent=parent, folderType="Zone", workspace=workspace)


if __name__ == "__main__":
    main()
