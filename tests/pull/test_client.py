"""What the client never does: change anything, follow, trust a stranger, hurry."""

from __future__ import annotations

import asyncio
import ssl
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import httpx
import pytest
import stamina
import trustme

from campaignlint.pull import calls, client, faults
from campaignlint.pull.calls import Call
from campaignlint.pull.client import Client, ForbiddenCallError, Limits
from campaignlint.pull.credentials import Credentials
from campaignlint.pull.faults import AnswerError
from campaignlint.pull.pace import Bucket, Pace
from pull.server import CLIENT_ID, CLIENT_SECRET, Fault, Marketo, MarketoServer

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from conftest import CommandLine
    from pull.conftest import Serve


def credentials(server: MarketoServer) -> Credentials:
    return Credentials(server.url, "123-ABC-456", CLIENT_ID, CLIENT_SECRET)


def ask(server: MarketoServer, call: Call) -> object:
    async def get() -> object:
        async with Client(credentials(server)) as asking:
            return await asking.get(call)

    return asyncio.run(get())


@pytest.mark.parametrize(
    "path",
    [
        "../../v1/leads.json",
        "smartCampaign/1/../../../../v1/leads.json",
        "/leads.json",
        "%2e%2e/%2e%2e/v1/leads.json",
        "..%2f..%2fv1/leads.json",
    ],
)
def test_nothing_but_the_asset_api_is_called(serve: Serve, scoring: Marketo, path: str) -> None:
    server = serve(scoring)
    with pytest.raises(ForbiddenCallError, match="is no call of a pull"):
        ask(server, Call(path))
    assert server.calls == []


@pytest.mark.parametrize(
    ("method", "url"),
    [
        ("POST", "/rest/asset/v1/smartCampaign/1.json"),
        ("DELETE", "/rest/asset/v1/smartCampaign/1.json"),
        ("PUT", "/rest/asset/v1/programs.json"),
        ("HEAD", "/rest/asset/v1/programs.json"),
        ("GET", "/identity/oauth/token"),
        ("GET", "/rest/v1/leads.json"),
        ("GET", "http://elsewhere.example/rest/asset/v1/programs.json"),
        ("GET", "http://127.0.0.1:1/rest/asset/v1/programs.json"),
    ],
)
def test_nothing_but_reading_is_sent(serve: Serve, scoring: Marketo, method: str, url: str) -> None:
    server = serve(scoring)

    async def send() -> None:
        async with Client(credentials(server)) as asking:
            await asking._http.request(method, url)  # noqa: SLF001 - what no method of it sends

    with pytest.raises(ForbiddenCallError):
        asyncio.run(send())
    assert server.requests == []


@pytest.mark.parametrize("path", ["programs", "oauth"])
@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_redirects_are_not_followed(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, path: str, status: int
) -> None:
    other, server = serve(scoring), serve(scoring)
    server.plan(Fault(path, status=status, headers={"Location": f"{other.url}/rest/asset/v1/x"}))
    done = campaignlint("pull", "exports")
    assert (done.code, other.requests) == (2, [])
    assert done.err == (
        f"Error: the server answers with a redirect (HTTP {status}), which is never followed: "
        "check MARKETO_BASE_URL or MARKETO_MUNCHKIN_ID\n"
    )


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """Somebody who signs certificates, whom nobody trusts so far."""
    for name in ("HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    return trustme.CA()


def secured(authority: trustme.CA, name: str) -> ssl.SSLContext:
    """What a server needs that bears this name."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


UNTRUSTED = (
    "Error: the server's certificate does not hold, so nothing was sent: check the address, and "
    "whether something stands between this machine and Marketo\n"
)


def test_a_certificate_of_nobodys_is_not_trusted(
    campaignlint: CommandLine, few: Marketo, authority: trustme.CA, monkeypatch: pytest.MonkeyPatch
) -> None:
    with MarketoServer(few, secured(authority, "127.0.0.1")) as server:
        lead_to(server, monkeypatch)
        done = campaignlint("pull", "exports")
    assert (done.code, done.err, server.requests) == (2, UNTRUSTED, [])


@pytest.mark.parametrize(("name", "code"), [("127.0.0.1", 0), ("marketo.acme.example", 2)])
def test_a_certificate_counts_for_its_name_alone(  # noqa: PLR0917 - fixtures
    campaignlint: CommandLine,
    few: Marketo,
    authority: trustme.CA,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    code: int,
) -> None:
    authority.cert_pem.write_to_path("authority.pem")
    monkeypatch.setenv("SSL_CERT_FILE", "authority.pem")
    with MarketoServer(few, secured(authority, name)) as server:
        lead_to(server, monkeypatch)
        done = campaignlint("pull", "exports")
    assert (done.code, bool(server.requests)) == (code, code == 0)


NO_PROXY_ADDRESS = (
    "is no address of a proxy such as http://proxy.example:3128; SOCKS is not supported"
)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("SSL_CERT_FILE", "missing.pem", "SSL_CERT_FILE cannot be read: no such file or directory"),
        ("SSL_CERT_FILE", "no.pem", "SSL_CERT_FILE holds no certificates"),
        ("SSL_CERT_FILE", ".", "SSL_CERT_FILE cannot be read: is a directory"),
        ("HTTPS_PROXY", "socks5://me:hush@acme.example", f"HTTPS_PROXY {NO_PROXY_ADDRESS}"),
        ("ALL_PROXY", "hush://acme.example", f"ALL_PROXY {NO_PROXY_ADDRESS}"),
        ("HTTPS_PROXY", "http://me:hush@acme.example:x", f"HTTPS_PROXY {NO_PROXY_ADDRESS}"),
    ],
)
def test_what_the_environment_says_amiss_is_named_and_not_repeated(  # noqa: PLR0917 - fixtures
    campaignlint: CommandLine,
    serve: Serve,
    few: Marketo,
    authority: trustme.CA,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    name: str,
    value: str,
    message: str,
) -> None:
    assert authority is not None, "whose fixture clears the environment"
    serve(few)
    (tmp_path / "no.pem").write_text("hush", "utf-8")
    monkeypatch.setenv("MARKETO_BASE_URL", "https://127.0.0.2:9")
    monkeypatch.setenv(name, value)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (2, f"Error: {message}\n")


def lead_to(server: MarketoServer, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)


@pytest.mark.parametrize(
    "fault", [Fault("programs", is_silent=True, times=2), Fault("programs", is_slow=True, times=2)]
)
def test_an_answer_that_comes_too_slowly_is_asked_for_again(
    serve: Serve, few: Marketo, fault: Fault
) -> None:
    server = serve(few)
    server.plan(fault)

    async def get() -> list[object]:
        async with Client(credentials(server), limits=Limits(answer_seconds=0.3)) as asking:
            return [*(await asking.get(calls.programs(0))).records]

    assert len(asyncio.run(get())) == 2
    assert server.calls == ["programs.json"] * 3


def test_an_answer_that_never_comes_in_time_is_given_up(serve: Serve, few: Marketo) -> None:
    server = serve(few)
    server.plan(Fault("programs", is_slow=True, times=99))

    async def get() -> None:
        async with Client(credentials(server), limits=Limits(answer_seconds=0.1)) as asking:
            await asking.get(calls.programs(0))

    with pytest.raises(AnswerError, match=r"^no answer in 0\.1 seconds$"):
        asyncio.run(get())
    assert server.calls == ["programs.json"] * 3


def test_a_token_is_used_for_a_minute_at_least(serve: Serve, few: Marketo) -> None:
    server = serve(few)
    now = [0.0]
    tokens = []

    async def get() -> None:
        async with Client(credentials(server), clock=lambda: now[0]) as asking:
            for now[0] in (0, 59, 60):
                await asking.get(calls.programs(0))
                tokens.append(sum(each.method == "POST" for each in server.requests))

    server.token_seconds = 0
    asyncio.run(get())
    assert tokens == [1, 1, 2]


def test_a_server_that_is_not_there_is_named(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(scoring)
    monkeypatch.setenv("MARKETO_BASE_URL", "http://127.0.0.1:9")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        (
            "Waiting: no connection to the server\n"
            "campaignlint: the programs cannot be listed: no connection to the server\n"
            "Nothing was written.\n"
        ),
    )


@pytest.mark.parametrize(("answers", "times"), [(0, 2), (1, 8)])
def test_a_server_that_was_never_there_is_tried_twice_and_one_that_went_away_longer(
    serve: Serve, few: Marketo, answers: int, times: int
) -> None:
    tried: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        tried.append(request.url.path)
        if len(tried) > answers:
            raise httpx.ConnectError("no route to host")
        return httpx.Response(503, stream=httpx.ByteStream(b""))

    async def get() -> None:
        asking = Client(credentials(serve(few)))
        asking._http._transport = httpx.MockTransport(answer)  # noqa: SLF001 - in place of a network
        async with asking:
            await asking.get(calls.programs(0))

    with pytest.raises(AnswerError, match=r"^no connection to the server$"):
        asyncio.run(get())
    assert tried == ["/identity/oauth/token"] * times


def test_a_proxy_of_the_environment_never_stands_before_this_machine(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo, monkeypatch: pytest.MonkeyPatch
) -> None:
    serve(scoring)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert campaignlint("pull", "exports", "--dry-run").code == 0


def test_connections_are_used_again(serve: Serve, scoring: Marketo) -> None:
    server = serve(scoring)

    async def get() -> None:
        async with Client(credentials(server)) as asking:
            for number in range(10):
                await asking.get(calls.programs(number))

    asyncio.run(get())
    assert len(server.connections) == 1


class Clock:
    """A clock that only moves when somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize("calls_", [1, 3, 50])
def test_no_stretch_of_20_seconds_has_more_calls_than_said(
    monkeypatch: pytest.MonkeyPatch, calls_: int
) -> None:
    monkeypatch.undo()  # the real bucket
    clock = Clock()

    async def take() -> list[float]:
        bucket = Bucket(calls_, clock=clock, sleep=clock.sleep)
        moments = []
        for number in range(calls_ * 4):
            clock.now += 0.1 if number % 7 == 0 else 0
            await bucket.take()
            moments.append(clock.now)
        return moments

    moments = asyncio.run(take())
    for first, later in zip(moments, moments[calls_:], strict=False):
        assert later - first >= 20
    assert moments[-1] - moments[0] < 20 * 4


def test_the_client_keeps_to_the_pace_that_is_asked_for(
    serve: Serve, scoring: Marketo, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    class Noted(Bucket):
        def __init__(self, calls: int) -> None:
            super().__init__(calls)
            made.append(calls)

        async def take(self) -> None:
            made.append(0)

    monkeypatch.setattr(client, "Bucket", Noted)

    async def get() -> None:
        async with Client(credentials(serve(scoring)), Pace(concurrency=2, rate=7)) as asking:
            await asking.get(calls.flow_step_types())

    asyncio.run(get())
    assert made == [7, 0, 0]


def test_a_call_counts_from_the_moment_that_it_is_sent(
    serve: Serve, scoring: Marketo, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And not from before it waited for an access token."""
    server = serve(scoring)
    sent_before: list[list[str]] = []

    async def take(_: Bucket) -> None:
        sent_before.append([each.method for each in server.requests])

    monkeypatch.setattr(Bucket, "take", take)
    ask(server, calls.flow_step_types())
    assert sent_before == [[], ["POST"]]


def test_a_pause_that_marketo_asks_for_holds_back_every_call(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.undo()  # the real bucket
    clock = Clock()

    async def take() -> list[float]:
        bucket = Bucket(3, clock=clock, sleep=clock.sleep)
        moments = []
        for pause in (0, 7, 5, 30, 0):
            bucket.hold(pause)
            bucket.hold(1)
            await bucket.take()
            moments.append(clock.now)
        return moments

    assert asyncio.run(take()) == [101, 108, 113, 143, 144]


MINUTES_LATER = "Sun, 22 Nov 2026 07:31:30 GMT"


@pytest.mark.parametrize(
    ("fault", "pauses"),
    [
        (Fault("programs", code="606", times=3), [1, 2, 4]),
        (Fault("programs", code="615", times=3), [1, 2, 4]),
        (Fault("programs", status=429, times=3), [1, 2, 4]),
        (Fault("programs", status=503, headers={"Retry-After": "0"}, times=3), [1, 2, 4]),
        (Fault("programs", status=503, headers={"Retry-After": "3"}, times=3), [3, 3, 4]),
        (Fault("programs", status=503, headers={"Retry-After": "soon"}, times=3), []),
        (Fault("programs", status=503, times=3), []),
        (Fault("programs", code="604", times=3), []),
    ],
    ids=["606", "615", "429", "0", "3", "soon", "503", "604"],
)
def test_pauses_for_all_are_as_long_as_asked_for_and_grow(
    serve: Serve,
    scoring: Marketo,
    monkeypatch: pytest.MonkeyPatch,
    fault: Fault,
    pauses: list[float],
) -> None:
    server = serve(scoring)
    server.plan(Fault(**vars(fault)))
    held: list[float] = []
    monkeypatch.setattr(Bucket, "hold", lambda _, seconds: held.append(seconds))
    monkeypatch.setattr("random.uniform", lambda _, jitter: jitter / 8)
    ask(server, calls.programs(0))
    assert held == [pause + 0.125 for pause in pauses]


def test_a_date_to_wait_for_is_read_as_such() -> None:
    now = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
    error = faults.status_error(503, MINUTES_LATER, now)
    assert isinstance(error, faults.PassingError)
    assert error.retry_after == 90
    past = faults.status_error(503, MINUTES_LATER, now + timedelta(days=1))
    assert isinstance(past, faults.PassingError)
    assert past.retry_after == 0


@pytest.mark.parametrize(
    "header", ["Fri, 31 Dec 9999 23:59:59 GMT", "Fri, 31 Dec 10000 23:59:59 GMT", "9" * 5000]
)
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "America/New_York"])
def test_a_date_beyond_the_calendar_ends_the_pull(
    monkeypatch: pytest.MonkeyPatch, header: str, zone: str
) -> None:
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    with pytest.raises(faults.BrokenOffError, match=r"^Marketo asks to wait "):
        faults.status_error(503, header)


@pytest.fixture(autouse=True)
def _own_time_zone() -> Iterator[None]:
    yield
    time.tzset()


@pytest.mark.parametrize("header", ["Fri, 01 Jan 2100 00:00:00 GMT", "Fri, 01 Jan 2100 00:00:00"])
def test_a_server_that_asks_for_hours_of_patience_ends_the_pull(
    campaignlint: CommandLine, serve: Serve, few: Marketo, header: str
) -> None:
    server = serve(few)
    server.plan(Fault("programs", status=503, headers={"Retry-After": header}))
    done = campaignlint("pull", "exports")
    moment = datetime(2100, 1, 1, tzinfo=UTC).astimezone()
    assert (done.code, done.err) == (
        3,
        (
            f"campaignlint: Marketo asks to wait until {moment:%Y-%m-%d %H:%M} local time "
            "(HTTP 503 service unavailable)\nNothing was written.\n"
        ),
    )


def test_pauses_grow_and_are_never_alike() -> None:
    """Stamina's arithmetic with our numbers; its own clock is not waited for."""
    with stamina.set_testing(False):
        limits = Limits()
        context = stamina.retry_context(
            on=ValueError,
            wait_initial=limits.first_pause,
            wait_max=limits.longest_pause,
            wait_jitter=limits.first_pause,
        )
        floors = [context._backoff_for_attempt_number(number) for number in range(1, 8)]  # noqa: SLF001
    assert floors == [1, 2, 4, 8, 16, 32, 60]
