"""A server for each test, and a client that does not wait."""

from __future__ import annotations

import json
import logging
import os
import re
from typing import TYPE_CHECKING, Any, Self

import pytest
import stamina
import trustme
from jsonschema import Draft4Validator

from campaignlint.pull.rate_limit import RateLimiter
from conftest import REPOSITORY
from pull.server import Marketo, MarketoServer
from test_instance_shapes import DEFINITIONS, OMITTED, TOKEN_FOLDER

if TYPE_CHECKING:
    from collections.abc import Iterator

ACME = REPOSITORY / "fixtures" / "acme"
PROGRAM = 1001
"""A program of Acme with a dozen campaigns."""


@pytest.fixture(scope="session")
def _certificates(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("certificates") / "authority.pem"
    trustme.CA().cert_pem.write_to_path(str(file))
    return str(file)


@pytest.fixture(autouse=True)
def _without_waiting(monkeypatch: pytest.MonkeyPatch, _certificates: str) -> Iterator[None]:
    """Send and retry requests at once, and do not wait for the disk or a large certificate file."""
    monkeypatch.setattr("certifi.where", lambda: _certificates)

    async def acquire(_: RateLimiter) -> None:
        return

    monkeypatch.setattr(RateLimiter, "acquire", acquire)
    monkeypatch.setattr(os, "fsync", lambda _: None)
    with stamina.set_testing(True, attempts=8, cap=True):
        yield


@pytest.fixture(scope="session")
def _acme() -> Marketo:
    return Marketo.of_export(ACME)


@pytest.fixture
def acme(_acme: Marketo) -> Marketo:
    """Acme's instance. A test may replace records, but not change them."""
    return _acme.copy()


@pytest.fixture
def scoring(_acme: Marketo) -> Marketo:
    """An instance with one program, its campaigns, and the smart lists that they refer to."""
    return _acme.reduce_to(PROGRAM)


@pytest.fixture
def few(_acme: Marketo) -> Marketo:
    """The same with three campaigns: 2000, 2001 and 2002."""
    return _acme.reduce_to(PROGRAM, campaigns=3)


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """Serve instances, with the variables for the client, and validate all responses at the end."""
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
            assert server.undocumented == []
            validate(server.responses)


_validated: set[str] = set()
_DIGITS = re.compile(r"\d+")


def validate(responses: list[tuple[str, dict[str, Any]]]) -> None:
    """Validate responses against Adobe's definitions, if these are available.

    Responses that differ only in digits, as in a grown instance, are validated once.
    """
    definitions = _definitions()
    if definitions is None:
        logging.getLogger(__name__).warning(
            "Adobe's definitions are not available: no response is validated"
        )
        return
    for name, response in responses:
        text = json.dumps(response)
        key = name + _DIGITS.sub("0", text)
        if key not in _validated:
            _validated.add(key)
            schema = {"definitions": definitions, "$ref": f"#/definitions/{name}"}
            errors = Draft4Validator(schema).iter_errors(_without_nulls(json.loads(text)))
            assert [f"{name}: {each.json_path} {each.message}" for each in errors] == []


def _definitions() -> dict[str, Any] | None:
    """Return Adobe's definitions, changed to reject unknown properties."""
    if not DEFINITIONS.is_file():
        return None
    definitions: dict[str, Any] = json.loads(DEFINITIONS.read_text("utf-8"))
    for name, definition in definitions.items():
        definition["additionalProperties"] = False
        omitted = OMITTED.get(_COMPLETE.get(name, name), set())
        required = set(definition.pop("required", ())) - omitted
        if required:
            definition["required"] = sorted(required)
    definitions["TokenResponse"]["properties"]["folder"] = TOKEN_FOLDER
    return definitions


_COMPLETE = {
    "BrowseAllPrograms": "ProgramResponse",
    "SmartCampaignResponse": "SmartCampaignResponseWithFlow",
}
"""Records in lists have fewer properties."""


def _without_nulls(content: Any) -> Any:
    if isinstance(content, dict):
        return {key: _without_nulls(value) for key, value in content.items() if value is not None}
    return [_without_nulls(each) for each in content] if isinstance(content, list) else content
