"""The client reads from one server only, within limits of rate, time, and size."""

from __future__ import annotations

import asyncio
import gzip
import ssl
from typing import TYPE_CHECKING

import pytest
import trustme

from campaignlint.pull import client, requests
from campaignlint.pull.client import Client, ForbiddenRequestError, Limits
from campaignlint.pull.credentials import Credentials
from campaignlint.pull.errors import ResponseError, TransientError
from campaignlint.pull.rate_limit import RateLimit, RateLimiter
from campaignlint.pull.requests import AssetRequest
from pull.server import CLIENT_ID, CLIENT_SECRET, Fault, Marketo, MarketoServer

if TYPE_CHECKING:
    from conftest import CommandLine
    from pull.conftest import Serve


def credentials(server: MarketoServer) -> Credentials:
    return Credentials(server.url, "123-ABC-456", CLIENT_ID, CLIENT_SECRET)


def get(server: MarketoServer, request: AssetRequest, limits: Limits | None = None) -> int:
    """Send a request, and return the number of records in the response."""

    async def send() -> int:
        async with Client(credentials(server), limits=limits) as sender:
            return len((await sender.get(request)).records)

    return asyncio.run(send())


@pytest.mark.parametrize(
    "path",
    [
        "../../v1/leads.json",
        "smartCampaign/1/../../../../v1/leads.json",
        "%2e%2e/%2e%2e/v1/leads.json",
        "..%2f..%2fv1/leads.json",
    ],
)
def test_only_the_asset_api_is_requested(server: MarketoServer, path: str) -> None:
    with pytest.raises(ForbiddenRequestError, match="is not allowed"):
        get(server, AssetRequest(path))
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
        ("GET", "http://user@127.0.0.1:1/rest/asset/v1/programs.json"),
    ],
)
def test_only_reading_requests_are_sent(server: MarketoServer, method: str, url: str) -> None:
    async def send() -> None:
        async with Client(credentials(server)) as sender:
            await sender._http.request(method, url)  # noqa: SLF001 - no method sends this

    with pytest.raises(ForbiddenRequestError):
        asyncio.run(send())
    assert server.requests == []


@pytest.mark.parametrize(("path", "status"), [("programs", 302), ("oauth", 307)])
def test_redirects_are_not_followed(
    campaignlint: CommandLine, serve: Serve, few: Marketo, path: str, status: int
) -> None:
    other, server = serve(few), serve(few)
    server.plan(Fault(path, status=status, headers={"Location": f"{other.url}/rest/asset/v1/x"}))
    done = campaignlint("pull", "exports")
    assert (done.code, other.requests) == (2, [])
    assert done.err == (
        f"Error: the server redirects (HTTP {status}), and redirects are not followed: "
        "check MARKETO_BASE_URL or MARKETO_MUNCHKIN_ID\n"
    )


@pytest.fixture
def authority(monkeypatch: pytest.MonkeyPatch) -> trustme.CA:
    """A certificate authority that is not trusted by default."""
    for name in ("HTTPS_PROXY", "ALL_PROXY", "https_proxy", "all_proxy", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
    return trustme.CA()


def create_context(authority: trustme.CA, name: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(name).configure_cert(context)
    return context


@pytest.mark.parametrize(
    ("name", "is_trusted", "code"),
    [("127.0.0.1", True, 0), ("marketo.acme.example", True, 2), ("127.0.0.1", False, 2)],
)
def test_certificates_are_checked(
    campaignlint: CommandLine,
    few: Marketo,
    authority: trustme.CA,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    *,
    is_trusted: bool,
    code: int,
) -> None:
    if is_trusted:
        authority.cert_pem.write_to_path("authority.pem")
        monkeypatch.setenv("SSL_CERT_FILE", "authority.pem")
    with MarketoServer(few, create_context(authority, name)) as server:
        for variable, value in server.environment.items():
            monkeypatch.setenv(variable, value)
        done = campaignlint("pull", "exports", "--dry-run")
    untrusted = (
        "Error: the server's certificate is not trusted, so nothing was sent: check the URL, the "
        "proxy, and SSL_CERT_FILE\n"
    )
    assert (done.code, done.err) == (code, untrusted if code else "")
    assert bool(server.requests) == (code == 0)


@pytest.mark.usefixtures("server")
@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SSL_CERT_FILE", "missing.pem"),
        ("SSL_CERT_FILE", "."),
        ("HTTPS_PROXY", "socks5://me:hush@acme.example"),
        ("ALL_PROXY", "hush://acme.example"),
        ("HTTPS_PROXY", "http://me:hush@acme.example:x"),
    ],
)
@pytest.mark.usefixtures("authority")
def test_invalid_variables_for_the_connection_are_named(
    campaignlint: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    value: str,
) -> None:
    monkeypatch.setenv("MARKETO_BASE_URL", "https://127.0.0.2:9")
    monkeypatch.setenv(name, value)
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        2,
        (
            "Error: cannot set up the connection: check the environment variables SSL_CERT_FILE (a "
            "file with certificates), HTTPS_PROXY, and ALL_PROXY (http or https URLs)\n"
        ),
    )


@pytest.mark.usefixtures("server")
def test_a_local_server_is_reached_without_the_proxy(
    campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    assert campaignlint("pull", "exports", "--dry-run").code == 0


@pytest.mark.usefixtures("server")
def test_an_unreachable_server_is_named(
    campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARKETO_BASE_URL", "http://127.0.0.1:9")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        (
            "Waiting: no connection to the server\n"
            "campaignlint: cannot list programs: no connection to the server\n"
            "Nothing was written.\n"
        ),
    )


PROGRAMS = requests.programs(0)


@pytest.mark.parametrize("kind", ["is_silent", "is_slow"])
def test_a_slow_response_is_requested_again(server: MarketoServer, kind: str) -> None:
    server.plan(Fault("programs", **{kind: True}, times=2))  # type: ignore[arg-type]
    assert get(server, PROGRAMS, Limits(seconds=1)) == 2
    assert server.calls == ["programs.json"] * 3


def test_a_request_times_out_three_times_at_most(server: MarketoServer) -> None:
    server.plan(Fault("programs", is_slow=True, times=99))
    with pytest.raises(ResponseError, match=r"^no response in time$"):
        get(server, PROGRAMS, Limits(seconds=0.1))
    assert server.calls == ["programs.json"] * 3


def test_other_transient_errors_are_retried_eight_times(server: MarketoServer) -> None:
    server.plan(Fault("programs", status=503, times=99))
    with pytest.raises(TransientError, match=r"^HTTP 503 Service Unavailable$"):
        get(server, PROGRAMS)
    assert server.calls == ["programs.json"] * 8


@pytest.mark.parametrize(
    "fault",
    [
        Fault("programs", is_closed=True, times=2),
        Fault("programs", body=b'{"success":tr', missing_bytes=400, times=2),
        Fault("oauth", status=503, times=2),
    ],
    ids=["closed", "closed in the body", "token"],
)
def test_lost_connections_are_retried(server: MarketoServer, fault: Fault) -> None:
    server.plan(Fault(**vars(fault)))
    assert get(server, PROGRAMS) == 2


BODY = b'{"success":true,"result":[{"id":1}]}'


@pytest.mark.parametrize(
    ("body", "encoding", "message"),
    [
        (gzip.compress(bytes(17 << 20)), "gzip", "the response is larger than 16 MB"),
        (bytes(17 << 20), "identity", "the response is larger than 16 MB"),
        (b"plain", "gzip", "the response is not valid gzip"),
        (gzip.compress(BODY)[:-20], "gzip", "the response is not JSON, or is truncated"),
        (BODY, "br", "the response has a content encoding other than gzip"),
        (BODY, "gzip, gzip", "the response has a content encoding other than gzip"),
    ],
    ids=["bomb", "large", "no gzip", "truncated", "br", "twice"],
)
def test_decompression_is_limited(
    server: MarketoServer, body: bytes, encoding: str, message: str
) -> None:
    server.plan(Fault("programs", body=body, headers={"Content-Encoding": encoding}))
    with pytest.raises(ResponseError) as error:
        get(server, PROGRAMS)
    assert error.value.reason == message


class Clock:
    """A clock that only advances during a sleep."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize("rate", [1, 3, 50])
def test_no_20_seconds_have_more_requests_than_allowed(
    monkeypatch: pytest.MonkeyPatch, rate: int
) -> None:
    monkeypatch.undo()  # the real limiter
    clock = Clock()

    async def acquire() -> list[float]:
        limiter = RateLimiter(rate, clock=clock, sleep=clock.sleep)
        moments = []
        for number in range(rate * 4):
            clock.now += 0.1 if number % 7 == 0 else 0
            await limiter.acquire()
            moments.append(clock.now)
        return moments

    moments = asyncio.run(acquire())
    for first, later in zip(moments, moments[rate:], strict=False):
        assert later - first >= 20
    assert moments[-1] - moments[0] < 20 * 4


def test_a_pause_applies_to_all_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()  # the real limiter
    clock = Clock()

    async def acquire() -> list[float]:
        limiter = RateLimiter(3, clock=clock, sleep=clock.sleep)
        moments = []
        for pause in (0, 7, 5, 30, 0):
            limiter.pause(pause)
            limiter.pause(1)
            await limiter.acquire()
            moments.append(clock.now)
        return moments

    assert asyncio.run(acquire()) == [101, 108, 113, 143, 144]


def test_every_request_counts_just_before_it_is_sent(
    server: MarketoServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    rates: list[int] = []
    sent: list[list[str]] = []

    class Recorder(RateLimiter):
        def __init__(self, rate: int) -> None:
            super().__init__(rate)
            rates.append(rate)

        async def acquire(self) -> None:
            sent.append([each.method for each in server.requests])

    monkeypatch.setattr(client, "RateLimiter", Recorder)

    async def send() -> None:
        async with Client(credentials(server), RateLimit(requests=7)) as sender:
            await sender.get(PROGRAMS)

    asyncio.run(send())
    assert (rates, sent) == ([7], [[], ["POST"]])


@pytest.mark.parametrize(
    ("fault", "pauses"),
    [
        (Fault("programs", code="606", times=2), [20, 20]),
        (Fault("programs", code="615", times=2), [20, 20]),
        (Fault("programs", status=429, times=2), [20, 20]),
        (Fault("programs", status=429, headers={"Retry-After": "3"}), [3]),
        (Fault("programs", status=503, headers={"Retry-After": "0"}), [0]),
        (Fault("programs", status=503, headers={"Retry-After": "soon"}), []),
        (Fault("programs", status=503, times=2), []),
        (Fault("programs", code="604", times=2), []),
    ],
    ids=["606", "615", "429", "429 with 3", "503 with 0", "503 with text", "503", "604"],
)
def test_exceeded_limits_pause_all_requests(
    server: MarketoServer,
    monkeypatch: pytest.MonkeyPatch,
    fault: Fault,
    pauses: list[float],
) -> None:
    server.plan(Fault(**vars(fault)))
    paused: list[float] = []
    monkeypatch.setattr(RateLimiter, "pause", lambda _, seconds: paused.append(seconds))
    get(server, PROGRAMS)
    assert paused == pauses
