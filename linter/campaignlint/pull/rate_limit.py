"""Limits the rate of requests. Marketo's limits apply to all integrations of an instance."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

WINDOW_SECONDS = 20.0
"""The window in which Marketo counts requests."""


@dataclass(frozen=True, slots=True)
class RateLimit:
    """The number of concurrent requests, and of requests per 20 seconds.

    Marketo allows 10 and 100; Adobe recommends that each integration uses half of that.
    """

    concurrency: int = 5
    requests: int = 50


class RateLimiter:
    """Allows a number of requests in any window of 20 seconds.

    A token bucket that refills continuously would allow twice the number in the first window.
    """

    def __init__(
        self,
        requests: int,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._requests = requests
        self._clock = clock
        self._sleep = sleep
        self._recent: deque[float] = deque()
        self._paused_until = clock()
        self._lock = asyncio.Lock()

    async def acquire(self) -> None:
        """Wait until the next request may be sent."""
        async with self._lock:
            if len(self._recent) == self._requests:
                await self._sleep_until(self._recent.popleft() + WINDOW_SECONDS)
            while self._clock() < self._paused_until:  # a pause may be extended during the sleep
                await self._sleep_until(self._paused_until)
            self._recent.append(self._clock())

    def pause(self, seconds: float) -> None:
        """Allow no request for some time."""
        self._paused_until = max(self._paused_until, self._clock() + seconds)

    async def _sleep_until(self, moment: float) -> None:
        await self._sleep(max(moment - self._clock(), 0))
