"""Exports: assets numbered and written as the Asset API returns them."""

from __future__ import annotations

import json
from collections import defaultdict
from itertools import count
from operator import itemgetter
from typing import TYPE_CHECKING, Any, Self

from campaignlint.testing.assets import (
    EXPORTED_AT,
    Asset,
    Campaign,
    Channel,
    Folder,
    Program,
    Record,
    SmartList,
    Tokens,
    TokenValue,
    campaign,
    channel,
    folder,
    owner_kind,
    program,
    smart_list,
    tokens,
)
from campaignlint.testing.named_assets import Email, StaticList, email, static_list
from campaignlint.testing.type_ids import STEP_TYPES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path


def envelope(*records: Record) -> Record:
    """Return a response of the API, without its requestId."""
    return {"success": True, "errors": [], "warnings": [], "result": list(records)}


Part = Folder | Program | Channel | Campaign | SmartList | StaticList | Email | Tokens


class Export:
    """An export: add assets, then write files or get a bundle."""

    def __init__(self, *parts: Part, complete: bool = True, missing: Sequence[str] = ()) -> None:
        self.folders: list[Folder] = []
        self.programs: list[Program] = []
        self.channels: list[Channel] = []
        self.campaigns: list[Campaign] = []
        self.smart_lists: list[SmartList] = []
        self.static_lists: list[StaticList] = []
        self.emails: list[Email] = []
        self.tokens_of: list[Tokens] = []
        self._taken: defaultdict[type[Asset], set[int]] = defaultdict(set)
        self._parts: dict[type[Part], list[Any]] = {
            Folder: self.folders,
            Program: self.programs,
            Channel: self.channels,
            Campaign: self.campaigns,
            SmartList: self.smart_lists,
            StaticList: self.static_lists,
            Email: self.emails,
            Tokens: self.tokens_of,
        }
        self._counts: dict[type[Asset], Iterator[int]] = {
            kind: count(kind.first_id) for kind in self._parts if issubclass(kind, Asset)
        }
        self.marker = {
            "campaignlint": 1,
            "instance": "123-ABC-456",
            "exportedAt": EXPORTED_AT,
            "scope": {"programs": None, "folders": None, "workspaces": None, "since": None},
            "complete": complete,
            "missing": list(missing),
        }
        self.add(*parts)

    def add(self, *parts: Part) -> Self:
        """Add assets, and number the assets and parents that have no id."""
        for part in parts:
            self._number(part.owner if isinstance(part, Tokens) else part)
            self._parts[type(part)].append(part)
        return self

    def folder(self, name: str, **options: Any) -> Folder:
        """Add and return a folder; the options are those of the function `folder`."""
        self.add(made := folder(name, **options))
        return made

    def program(self, name: str, **options: Any) -> Program:
        self.add(made := program(name, **options))
        return made

    def channel(self, name: str, steps: Mapping[str, int], **options: Any) -> Channel:
        self.add(made := channel(name, steps, **options))
        return made

    def campaign(self, name: str, **options: Any) -> Campaign:
        self.add(made := campaign(name, **options))
        return made

    def smart_list(self, name: str, **options: Any) -> SmartList:
        self.add(made := smart_list(name, **options))
        return made

    def static_list(self, name: str, **options: Any) -> StaticList:
        self.add(made := static_list(name, **options))
        return made

    def email(self, name: str, **options: Any) -> Email:
        self.add(made := email(name, **options))
        return made

    def tokens(self, owner: Folder | Program, values: Mapping[str, TokenValue]) -> Tokens:
        self.add(made := tokens(owner, values))
        return made

    def bundle(self) -> Record:
        """Return everything as one object, with a key for each kind of record."""
        bundle = {
            "folders": [each.record() for each in self.folders],
            "programs": [each.record() for each in self.programs],
            "channels": [each.record() for each in self.channels],
            "smartCampaigns": [each.record() for each in self.campaigns],
            "smartLists": self._smart_list_records(),
            "staticLists": [each.record() for each in self.static_lists],
            "emails": [each.record() for each in self.emails],
            "tokens": [token.record() for token in self.tokens_of],
        }
        return {key: records for key, records in bundle.items() if records}

    def files(self, *, flow_step_types: bool = False) -> dict[str, str]:
        """Return the text of each file of the export, by its path with forward slashes.

        Raises ValueError if two records would have the same file.
        """
        contents = [("instance.json", self.marker)]
        if self.folders:
            folders = [each.record() for each in self.folders]
            contents += [("folders.json", envelope(*sorted(folders, key=itemgetter("id"))))]
        if self.channels:
            channels = [each.record() for each in self.channels]
            contents += [("channels.json", envelope(*sorted(channels, key=itemgetter("id"))))]
        records = [
            *((f"programs/{each.id}", each.record()) for each in self.programs),
            *((f"campaigns/{each.id}", each.record()) for each in self.campaigns),
            *((f"smart-lists/{record['id']}", record) for record in self._smart_list_records()),
            *((f"static-lists/{each.id}", each.record()) for each in self.static_lists),
            *((f"emails/{each.id}", each.record()) for each in self.emails),
            *(
                (f"tokens/{owner_kind(token.owner)}-{token.owner.id}", token.record())
                for token in self.tokens_of
            ),
        ]
        contents += [(f"{path}.json", envelope(record)) for path, record in records]
        if flow_step_types:
            contents += [("flow-step-types.json", envelope({"flowSteps": flow_step_catalogue()}))]
        files = {path: to_json(content) for path, content in contents}
        if len(files) < len(contents):
            paths = [path for path, _ in contents]
            raise ValueError(f"{max(paths, key=paths.count)} has two records: set an id")
        return files

    def write(self, folder: Path, *, flow_step_types: bool = False) -> Path:
        """Write the files of the export below the folder, and return the folder."""
        for path, text in self.files(flow_step_types=flow_step_types).items():
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text.encode())
        return folder

    def _smart_list_records(self) -> list[Record]:
        own = [each.smart_list_record() for each in self.campaigns if each.has_smart_list]
        return own + [each.record() for each in self.smart_lists]

    def _number(self, part: Asset) -> None:
        for parent in reversed([part, *part.parents]):
            taken = self._taken[type(parent)]
            if parent.given_id is None:
                parent.given_id = next(n for n in self._counts[type(parent)] if n not in taken)
            taken.add(parent.given_id)


def to_json(content: object) -> str:
    """Return JSON as in exports: indented by 2, not escaped, with a newline at the end."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def flow_step_catalogue() -> list[Record]:
    """Return the SmartCampaignFlowStepActionType of every step in `STEP_TYPES`."""
    return [
        {
            "id": type_id,
            "name": name,
            "constraints": [
                {
                    "id": type_id * 100 + position,
                    "name": attribute,
                    "dataType": data_type,
                    "primary": position == 1,
                    "operator": "is",
                    "dbAttrib": False,
                }
                for position, (attribute, data_type) in enumerate(attributes, 1)
            ],
        }
        for name, (type_id, attributes) in STEP_TYPES.items()
    ]
