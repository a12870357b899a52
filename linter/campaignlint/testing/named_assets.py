"""Assets that campaigns refer to by name only: static lists and emails."""

# ruff: noqa: A002 - an id is called id, as in the API

from __future__ import annotations

from typing import Any

from campaignlint.testing.assets import APP, Above, Asset, Record, with_fields


class _NamedAsset(Asset):
    def _record(self, url_code: str, **fields: Any) -> Record:
        record = {
            **self._common_fields(),
            "url": f"{APP}#{url_code}{self.id}A1",
            "folder": self._folder(),
            "workspace": self.workspace,
        }
        return with_fields(record | fields, self.fields)


class StaticList(_NamedAsset):
    first_id = 7001

    def record(self) -> Record:
        """Return a StaticListResponse."""
        return self._record("ST", computedUrl=f"{APP}#ST{self.id}A1")


class Email(_NamedAsset):
    first_id = 8001

    def record(self) -> Record:
        """Return an EmailResponse, with some of its own fields."""
        sender = {"type": "Text", "value": "marketing@acme.example"}
        return self._record("EM", fromEmail=sender, replyEmail=sender, operational=False)


def static_list(
    name: str, *, id: int | None = None, folder: Above = None, **fields: Any
) -> StaticList:
    """Return a static list in a folder or program."""
    return StaticList(name, id, folder, fields)


def email(name: str, *, id: int | None = None, folder: Above = None, **fields: Any) -> Email:
    """Return an email in a folder or program."""
    return Email(name, id, folder, fields)
