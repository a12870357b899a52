"""An HTTP client for one instance that can read definitions and nothing else."""

from __future__ import annotations

import asyncio
import itertools
import time
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import httpx
import msgspec
import stamina

from campaignlint.pull import errors
from campaignlint.pull.errors import (
    ResponseError,
    ResponseTimeoutError,
    SetupError,
    TokenError,
    TransientError,
)
from campaignlint.pull.rate_limit import WINDOW_SECONDS, RateLimit, RateLimiter
from campaignlint.pull.requests import ASSETS_PATH, TOKEN_PATH, AssetRequest
from campaignlint.pull.responses import Response, parse_response, status_error

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import TracebackType

    from campaignlint.pull.credentials import Credentials


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits for one request."""

    seconds: float = 300
    """From the request to the last byte of the response. Marketo's own limit is the same."""
    connect_seconds: float = 20
    response_bytes: int = 16 << 20
    """After decompression. 200 records take a few hundred kilobytes."""
    attempts: int = 8
    """With exponential backoff, they take about two minutes."""
    timeouts: int = 3


_MIN_SECRET_LENGTH = 8
"""Shorter secrets occur in responses by chance."""
_MIN_TOKEN_SECONDS = 60
"""For how long a token is used at least, whatever the server says."""


class ForbiddenRequestError(RuntimeError):
    """The program tried to send a request that is not allowed."""


class _Identity(msgspec.Struct):
    """A ResponseOfIdentity."""

    access_token: str
    expires_in: float = 3600


@dataclass(frozen=True, slots=True)
class _Token:
    text: str
    expires: float
    """In seconds of the client's clock."""


class Client:
    """A connection to one instance. Use it as an asynchronous context manager."""

    def __init__(
        self,
        credentials: Credentials,
        rate_limit: RateLimit | None = None,
        limits: Limits | None = None,
        *,
        on_retry: Callable[[str], None] = lambda _: None,
        user_agent: str = "campaignlint",
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        rate_limit = rate_limit or RateLimit()
        self._credentials = credentials
        self._limits = limits or Limits()
        self._on_retry = on_retry
        self._clock = clock
        self._limiter = RateLimiter(rate_limit.requests)
        self._slots = asyncio.Semaphore(rate_limit.concurrency)
        self._token: _Token | None = None
        self._token_lock = asyncio.Lock()
        self._http = self._create_http_client(user_agent)
        self.calls = 0
        """The number of API calls made, retries included."""

    def _create_http_client(self, user_agent: str) -> httpx.AsyncClient:
        base_url = self._credentials.base_url
        try:
            return httpx.AsyncClient(
                base_url=base_url,
                headers={
                    "Accept": "application/json",
                    "Accept-Encoding": "gzip",
                    "User-Agent": user_agent,
                },
                timeout=httpx.Timeout(self._limits.seconds, connect=self._limits.connect_seconds),
                follow_redirects=False,
                # Plain HTTP is only used for this machine, where no proxy should come between.
                trust_env=base_url.startswith("https://"),
                event_hooks={"request": [self._check_is_allowed]},
            )
        except (OSError, ImportError, ValueError, httpx.InvalidURL):
            # The cause is not shown, because it can contain the password of a proxy.
            raise SetupError(
                "cannot set up the connection: check the environment variables SSL_CERT_FILE (a "
                "file with certificates), HTTPS_PROXY, and ALL_PROXY (http or https URLs)"
            ) from None

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

    async def get(self, request: AssetRequest) -> Response:
        """Send a request, with retries, and return the response.

        Raises ResponseError if the asset cannot be had, and PullError if no asset can.
        """
        timeouts = itertools.count(1)

        def should_retry(error: Exception) -> bool:
            if not isinstance(error, TransientError):
                return False
            if isinstance(error, ResponseTimeoutError) and next(timeouts) == self._limits.timeouts:
                return False
            self._on_retry(error.reason)
            if error.retry_after is not None:
                self._limiter.pause(error.retry_after)
            elif error.is_limit:
                self._limiter.pause(WINDOW_SECONDS)
            return True

        retry = stamina.AsyncRetryingCaller(
            attempts=self._limits.attempts, timeout=None, wait_initial=1, wait_max=60, wait_jitter=1
        )
        return await retry(should_retry, self._get_once, request)

    async def _get_once(self, request: AssetRequest) -> Response:
        async with self._slots:
            token = await self._get_token()
            await self._limiter.acquire()
            self.calls += 1
            http_request = self._http.build_request(
                "GET",
                ASSETS_PATH + request.path,
                params=dict(request.parameters),
                headers={"Authorization": f"Bearer {token.text}"},
            )
            http_response, body = await self._exchange(http_request)
        secrets = (token.text, self._credentials.client_secret, self._credentials.client_id)
        try:
            if http_response.status_code != httpx.codes.OK:
                raise _status_error(http_response)
            return parse_response(body, [x for x in secrets if len(x) >= _MIN_SECRET_LENGTH])
        except TokenError:
            if self._token is token:
                self._token = None
            raise

    async def _get_token(self) -> _Token:
        """Return the current token, or a new one that waiting requests share."""
        async with self._token_lock:
            if self._token is None or self._token.expires <= self._clock():
                self._token = await self._request_token()
            return self._token

    async def _request_token(self) -> _Token:
        await self._limiter.acquire()
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
            raise SetupError(
                f"Marketo rejects these credentials (HTTP {response.status_code}): "
                f"{errors.CREDENTIALS_ADVICE}"
            )
        if response.status_code != httpx.codes.OK:
            error = _status_error(response)
            if isinstance(error, TransientError):
                raise error
            raise SetupError(
                f"no Marketo at this URL (HTTP {response.status_code} for the access token): "
                f"{errors.URL_ADVICE}"
            )
        try:
            identity = msgspec.json.decode(body, type=_Identity, strict=False)
        except (msgspec.DecodeError, ValueError, RecursionError):
            raise ResponseError("the response has no access token") from None
        if not identity.access_token.isascii() or not identity.access_token.isprintable():
            raise ResponseError("the response has no valid access token")
        seconds = max(_MIN_TOKEN_SECONDS, identity.expires_in)
        return _Token(identity.access_token, self._clock() + seconds)

    async def _exchange(self, request: httpx.Request) -> tuple[httpx.Response, bytes]:
        """Send a request and read the response.

        Errors of httpx do not leave this method, because they hold the request and its secrets.
        """
        try:
            async with asyncio.timeout(self._limits.seconds):
                response = await self._http.send(request, stream=True)
                try:
                    if response.has_redirect_location:
                        raise SetupError(
                            f"the server redirects (HTTP {response.status_code}), and redirects "
                            f"are not followed: {errors.URL_ADVICE}"
                        )
                    return response, await self._read_body(response)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException):
            raise ResponseTimeoutError("no response in time") from None
        except httpx.TransportError as error:
            if "CERTIFICATE_VERIFY_FAILED" in str(error):
                raise SetupError(
                    "the server's certificate is not trusted, so nothing was sent: check the URL, "
                    "the proxy, and SSL_CERT_FILE"
                ) from None
            is_connected = not isinstance(error, httpx.ConnectError)
            reason = "the connection was lost" if is_connected else "no connection to the server"
            raise TransientError(reason) from None

    async def _read_body(self, response: httpx.Response) -> bytes:
        """Return the decompressed body.

        httpx decompresses whole chunks, and 64 KB of gzip can hold 64 MB.
        """
        encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
        if encoding not in ("gzip", "identity"):
            raise ResponseError("the response has a content encoding other than gzip")
        gzip = zlib.decompressobj(zlib.MAX_WBITS | 16) if encoding == "gzip" else None
        limit = self._limits.response_bytes
        body = bytearray()
        async for chunk in response.aiter_raw():
            try:
                body += gzip.decompress(chunk, limit + 1 - len(body)) if gzip else chunk
            except zlib.error:
                raise ResponseError("the response is not valid gzip") from None
            if len(body) > limit:
                raise ResponseError(f"the response is larger than {limit >> 20} MB")
        return bytes(body)

    async def _check_is_allowed(self, request: httpx.Request) -> None:
        """Refuse everything but reading assets and requesting a token from this instance."""
        url, base = request.url, self._http.base_url
        is_same_host = (url.scheme, url.netloc) == (base.scheme, base.netloc)
        is_read = request.method == "GET" and url.path.startswith(ASSETS_PATH)
        is_token_request = (request.method, url.path) == ("POST", TOKEN_PATH)
        if not is_same_host or ".." in url.path or not (is_read or is_token_request):
            raise ForbiddenRequestError(f"{request.method} {url.path} is not allowed")


def _status_error(response: httpx.Response) -> ResponseError:
    return status_error(response.status_code, response.headers.get("Retry-After", "").strip())
