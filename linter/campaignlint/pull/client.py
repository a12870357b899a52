"""Talks to Marketo: the only module that knows HTTP. It can read definitions, and nothing else."""

from __future__ import annotations

import asyncio
import itertools
import os
import random
import ssl
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, Self

import httpx
import msgspec
import stamina

from campaignlint.pull import faults
from campaignlint.pull.answers import Answer, read_answer
from campaignlint.pull.calls import ASSETS_PATH, TOKEN_PATH, Call
from campaignlint.pull.faults import (
    AnswerError,
    PassingError,
    RefusedError,
    TimedOutError,
    TokenError,
    UnreachedError,
)
from campaignlint.pull.pace import Bucket, Pace

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable
    from types import TracebackType

    from campaignlint.pull.credentials import Credentials


@dataclass(frozen=True, slots=True)
class Limits:
    """What to put up with from the other end."""

    answer_seconds: float = 300
    """From the call to the last byte; Marketo itself gives up on a call after that time."""
    connect_seconds: float = 20
    body_bytes: int = 16 << 20
    """Of one answer, unpacked. 200 records take a few hundred kilobytes."""
    time_outs: int = 3
    """Attempts of one call that may take all of `answer_seconds`."""
    attempts: int = 8
    """With the pauses below, a call is tried for about two minutes."""
    first_pause: float = 1
    longest_pause: float = 60


class Pauses(Protocol):
    """Is told of pauses before a call is repeated."""

    def __call__(self, reason: str) -> None: ...


class _Identity(msgspec.Struct):
    """A ResponseOfIdentity."""

    access_token: str
    expires_in: float = 3600


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    expires: float
    """By the clock of the client."""


def _set_proxies() -> list[str]:
    """The variables that name a proxy for https here."""
    names = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy")
    return [name for name in names if os.environ.get(name)]


class ForbiddenCallError(RuntimeError):
    """A request that the client must never send was about to be sent: a fault of the program."""


_RENEWALS = 3
"""With how many tokens a call is tried: one may expire between its check and the call."""
_MIN_SECRET_LENGTH = 8
"""Shorter texts occur in many responses by chance."""
_MIN_TOKEN_SECONDS = 60
"""For how long a token is used at least, whatever the server says."""


class Client:
    """A connection to one instance; use it as an asynchronous context manager."""

    def __init__(
        self,
        credentials: Credentials,
        pace: Pace | None = None,
        limits: Limits | None = None,
        *,
        on_pause: Pauses = lambda _: None,
        agent: str = "campaignlint",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._credentials = credentials
        self._limits = limits or Limits()
        self._on_pause = on_pause
        self._clock = clock
        pace = pace or Pace()
        self._bucket = Bucket(pace.rate)
        self._places = asyncio.Semaphore(pace.concurrency)
        self._token: _Token | None = None
        self._was_reached = False
        """Whether any answer came, be it a bad one."""
        self._was_let_in = False
        """Whether Marketo accepted a token of this client's."""
        self._renewing = asyncio.Lock()
        self._http = self._connect(pace.concurrency, agent)
        self.calls = 0
        """How many calls of the Asset API were made, repeated ones included."""

    def _connect(self, concurrency: int, agent: str) -> httpx.AsyncClient:
        """Set up what makes connections. Raises RefusedError where the environment hinders it."""
        try:
            return self._http_client(concurrency, agent)
        except ssl.SSLError:
            raise RefusedError("SSL_CERT_FILE holds no certificates") from None
        except OSError as error:
            reason = (error.strerror or str(error)).lower()
            raise RefusedError(f"SSL_CERT_FILE cannot be read: {reason}") from None
        except (ImportError, ValueError, httpx.InvalidURL):  # which quote it, with its password
            raise RefusedError(
                f"{' or '.join(_set_proxies()) or 'the proxy'} is no address of a proxy such as "
                "http://proxy.example:3128; SOCKS is not supported"
            ) from None

    def _http_client(self, concurrency: int, agent: str) -> httpx.AsyncClient:
        return httpx.AsyncClient(
            base_url=self._credentials.base_url,
            headers={
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
                "User-Agent": agent,
            },
            timeout=httpx.Timeout(
                self._limits.answer_seconds, connect=self._limits.connect_seconds
            ),
            limits=httpx.Limits(max_connections=concurrency + 1),
            follow_redirects=False,
            verify=True,
            # Proxies and certificates of the environment count, but no proxy stands between this
            # machine and itself, where plain http is admitted.
            trust_env=self._credentials.base_url.startswith("https://"),
            event_hooks={"request": [self._guard]},
        )

    async def __aenter__(self) -> Self:
        await self._http.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self._http.__aexit__(kind, error, traceback)

    async def get(self, call: Call) -> Answer:
        """Marketo's good answer to a call.

        Raises AnswerError where there is none and repeating the call does not help, RefusedError
        and BrokenOffError where no further call can succeed.
        """
        return await self._persistently(lambda: self._get_with_token(call))

    async def _persistently(self, attempt: Callable[[], Awaitable[Answer]]) -> Answer:
        """Repeat what may pass, after pauses that grow."""
        failures = itertools.count()
        time_outs = itertools.count(1)

        def is_worthwhile(error: Exception) -> bool:
            if not isinstance(error, PassingError):
                return False
            before = next(failures)
            if before and isinstance(error, UnreachedError) and not self._was_reached:
                return False  # a wrong address, or no network: nobody need wait for long to see it
            if isinstance(error, TimedOutError) and next(time_outs) == self._limits.time_outs:
                return False
            self._on_pause(error.reason)
            if error.is_for_all:
                self._bucket.hold(self._pause_for_all(before, error.retry_after or 0))
            return True

        retrying = stamina.AsyncRetryingCaller(
            attempts=self._limits.attempts,
            timeout=None,
            wait_initial=self._limits.first_pause,
            wait_max=self._limits.longest_pause,
            wait_jitter=self._limits.first_pause,
        )
        return await retrying(is_worthwhile, attempt)

    def _pause_for_all(self, failures: int, asked_for: float) -> float:
        """Seconds for which no call is made: as asked for, and longer each time, never alike."""
        growing = min(self._limits.first_pause * 2.0**failures, self._limits.longest_pause)
        jitter = random.uniform(0, self._limits.first_pause)  # noqa: S311 - it guards no secret
        return max(asked_for, growing) + jitter

    async def _get_with_token(self, call: Call) -> Answer:
        reason = ""
        for _ in range(_RENEWALS):
            try:
                return await self._get_once(call)
            except TokenError as error:
                reason = error.reason
        if self._was_let_in:
            raise AnswerError(reason)
        raise RefusedError(
            f"Marketo does not accept the access token that it gave ({reason}): "
            f"{faults.CREDENTIALS_ADVICE}"
        )

    async def _get_once(self, call: Call) -> Answer:
        async with self._places:
            token = await self._valid_token()
            await self._bucket.take()  # at the last moment, since that is what it counts
            self.calls += 1
            response, body = await self._exchange(self._request(call, token))
        try:
            answer = self._answer(response, body, token)
        except TokenError:
            self._discard(token)
            raise
        self._was_let_in = True
        return answer

    def _request(self, call: Call, token: _Token) -> httpx.Request:
        return self._http.build_request(
            "GET",
            ASSETS_PATH + call.path,
            params=dict(call.parameters),
            headers={"Authorization": f"Bearer {token.text}"},
        )

    def _answer(self, response: httpx.Response, body: bytes, token: _Token) -> Answer:
        if response.status_code != httpx.codes.OK:
            raise self._status_error(response)
        own = (token.text, self._credentials.client_secret, self._credentials.client_id)
        secrets = [each for each in own if len(each) >= _MIN_SECRET_LENGTH]
        return read_answer(body, response.headers.get("Content-Type", ""), secrets)

    def _discard(self, token: _Token) -> None:
        if self._token is token:
            self._token = None

    async def _valid_token(self) -> _Token:
        """The token at hand, or a new one; calls that need one at the same time share it."""
        async with self._renewing:
            if self._token is None or self._token.expires <= self._clock():
                self._token = await self._new_token()
            return self._token

    async def _new_token(self) -> _Token:
        """Ask for a token."""
        await self._bucket.take()
        request = self._http.build_request(
            "POST",
            TOKEN_PATH,
            data={
                "grant_type": "client_credentials",
                "client_id": self._credentials.client_id,
                "client_secret": self._credentials.client_secret,
            },
        )
        response, body = await self._exchange(request)
        if response.status_code in (400, 401, 403):
            raise RefusedError(
                f"Marketo refuses these credentials (HTTP {response.status_code}): "
                f"{faults.CREDENTIALS_ADVICE}"
            )
        if response.status_code != httpx.codes.OK:
            raise self._no_token(response)
        try:
            identity = msgspec.json.decode(body, type=_Identity, strict=False)
        except (msgspec.DecodeError, RecursionError):
            raise AnswerError("the answer to the request for a token holds none") from None
        if not identity.access_token.isascii() or not identity.access_token.isprintable():
            raise AnswerError("the answer to the request for a token holds none")
        seconds = max(_MIN_TOKEN_SECONDS, identity.expires_in)
        return _Token(identity.access_token, self._clock() + seconds)

    def _no_token(self, response: httpx.Response) -> AnswerError:
        """What is wrong where no token came. Raises RefusedError where that will not pass."""
        error = self._status_error(response)
        if isinstance(error, PassingError):
            return error
        raise RefusedError(
            f"there is no Marketo at this address (HTTP {response.status_code} where access "
            f"tokens are given): {faults.ADDRESS_ADVICE}"
        )

    async def _exchange(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        """Send a request and read its answer within the limits of time and size.

        No error of httpx leaves it: they hold the request, and with it secrets.
        """
        try:
            async with asyncio.timeout(self._limits.answer_seconds):
                response = await self._http.send(request, stream=True)
                self._was_reached = True
                try:
                    return response, await self._body(response)
                finally:
                    await response.aclose()
        except TimeoutError:
            raise TimedOutError(f"no answer in {self._limits.answer_seconds:g} seconds") from None
        except httpx.HTTPError as error:
            raise self._transport_error(error) from None
        except zlib.error:
            raise AnswerError("the answer cannot be unpacked") from None

    async def _body(self, response: httpx.Response) -> bytes:
        """Return the decompressed body.

        httpx would decompress whole chunks, and 64 KB of gzip may hold 64 MB.
        """
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in ("gzip", "identity"):
            raise AnswerError("the answer is packed in a way that was not asked for")
        gzip = zlib.decompressobj(zlib.MAX_WBITS | 16) if encoding == "gzip" else None
        limit = self._limits.body_bytes
        body = bytearray()
        async for chunk in response.aiter_raw():
            body += gzip.decompress(chunk, limit + 1 - len(body)) if gzip else chunk
            if len(body) > limit:
                raise AnswerError(f"the answer is longer than {limit >> 20} MB")
        return bytes(body)

    @staticmethod
    def _transport_error(error: httpx.HTTPError) -> AnswerError:
        if isinstance(error, httpx.ConnectTimeout):
            return UnreachedError("no connection to the server in time")
        if isinstance(error, httpx.TimeoutException):
            return TimedOutError("no answer in time")
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise RefusedError(
                "the server's certificate does not hold, so nothing was sent: check the address, "
                "and whether something stands between this machine and Marketo"
            )
        if isinstance(error, httpx.ConnectError):
            return UnreachedError("no connection to the server")
        return PassingError("the connection was cut")

    @staticmethod
    def _status_error(response: httpx.Response) -> AnswerError:
        status = response.status_code
        if response.has_redirect_location:
            raise RefusedError(
                f"the server answers with a redirect (HTTP {status}), which is never followed: "
                f"{faults.ADDRESS_ADVICE}"
            )
        return faults.status_error(status, response.headers.get("Retry-After", "").strip())

    async def _guard(self, request: httpx.Request) -> None:
        """Refuse whatever is no call of the identity API's token or of the Asset API by GET."""
        url, own = request.url, self._http.base_url
        is_own = (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port)
        parts = url.path.split("/")[1:]
        is_plain = not {"", ".", ".."} & set(parts)
        is_reading = request.method == "GET" and url.path.startswith(ASSETS_PATH)
        is_token = request.method == "POST" and url.path == TOKEN_PATH
        if not (is_own and is_plain and (is_reading or is_token)) or url.userinfo:
            raise ForbiddenCallError(f"{request.method} {url.path} is no call of a pull")
