"""A server for each test, and a client that does not wait."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Self

import pytest
import stamina
import trustme

from campaignlint.pull.rate_limit import RateLimiter
from conftest import REPOSITORY
from pull.server import Marketo, MarketoServer

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
    """Serve instances, with the variables for the client."""
    with Serve(monkeypatch) as serving:
        yield serving


@pytest.fixture
def server(serve: Serve, few: Marketo) -> MarketoServer:
    """A server with three campaigns, and the variables for the client."""
    return serve(few)


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
