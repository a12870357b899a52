"""A server for each test, and a client that does not wait for anything."""

from __future__ import annotations

import json
import logging
import os
import re
from typing import TYPE_CHECKING, Any, Self

import pytest
import stamina
from jsonschema import Draft4Validator

from campaignlint.pull.pace import Bucket
from conftest import REPOSITORY
from pull.server import Marketo, MarketoServer
from test_instance_shapes import DEFINITIONS, OMITTED, TOKEN_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

ACME = REPOSITORY / "fixtures" / "acme"
PROGRAM = 1001
"""A program of Acme's with a dozen campaigns, which are enough for most tests."""


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Calls are made as fast as they go, and repeated at once; no disk is waited for."""

    async def take(_: Bucket) -> None:
        return

    monkeypatch.setattr(Bucket, "take", take)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    with stamina.set_testing(True, attempts=8, cap=True):
        yield


@pytest.fixture(scope="session")
def _acme() -> Marketo:
    return Marketo.of_export(ACME)


@pytest.fixture
def acme(_acme: Marketo) -> Marketo:
    """Acme's instance, whose records a test may replace but not change."""
    return _acme.copied()


@pytest.fixture
def scoring(_acme: Marketo) -> Marketo:
    """An instance with one program, its campaigns, and the smart lists that these refer to."""
    return _acme.reduced_to(PROGRAM)


@pytest.fixture
def few(_acme: Marketo) -> Marketo:
    """The same with three campaigns: 2000, 2001 and 2002."""
    return _acme.reduced_to(PROGRAM, campaigns=3)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serves an instance to which the environment leads. In the end every answer is judged."""
    with Serve(monkeypatch) as serving:
        yield serving


class Serve:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._monkeypatch = monkeypatch
        self._servers: list[MarketoServer] = []

    def __enter__(self) -> Self:
        return self

    def __call__(self, marketo: Marketo) -> MarketoServer:
        server = MarketoServer(marketo).__enter__()
        self._servers.append(server)
        for name, value in server.environment.items():
            self._monkeypatch.setenv(name, value)
        return server

    def __exit__(self, *_: object) -> None:
        for server in self._servers:
            server.__exit__()
        for server in self._servers:
            assert server.undocumented == [], "a call that Adobe does not document"
            judge(server.answers)


_judged: set[str] = set()
_DIGITS = re.compile(r"\d+")


def judge(answers: list[tuple[str, dict[str, Any]]]) -> None:
    """Hold a server's answers to Adobe's definitions, where these are at hand.

    Answers that differ in digits only are judged once: that is what a grown instance consists of.
    """
    definitions = _definitions()
    if definitions is None:
        logging.getLogger(__name__).warning("Adobe's definitions are not here: nothing is judged")
        return
    for name, answer in answers:
        text = json.dumps(answer)
        key = name + _DIGITS.sub("0", text)
        if key not in _judged:
            _judged.add(key)
            schema = {"definitions": definitions, "$ref": f"#/definitions/{name}"}
            faults = Draft4Validator(schema).iter_errors(_without_nulls(json.loads(text)))
            assert [f"{name}: {each.json_path} {each.message}" for each in faults] == []


def _definitions() -> dict[str, Any] | None:
    """Adobe's definitions; they also refuse properties that they do not name."""
    if not DEFINITIONS.is_file():
        return None
    definitions: dict[str, Any] = json.loads(DEFINITIONS.read_text("utf-8"))
    for name, definition in definitions.items():
        definition["additionalProperties"] = False
        omitted = OMITTED.get(_LONGER.get(name, name), set())
        required = set(definition.pop("required", ())) - omitted
        if required:
            definition["required"] = sorted(required)
    definitions["TokenResponse"]["properties"]["folder"] = TOKEN_FOLDER
    return definitions


_LONGER = {
    "BrowseAllPrograms": "ProgramResponse",
    "SmartCampaignResponse": "SmartCampaignResponseWithFlow",
}
"""What the lists give is the same record with fewer properties."""


def _without_nulls(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _without_nulls(value) for key, value in content.items() if value is not None}
    return [_without_nulls(each) for each in content] if isinstance(content, list) else content
