"""How fast to call: a bucket of tokens. Limits are shared by all integrations of an instance."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

SECONDS = 20.0
"""The window in which Marketo counts calls."""


@dataclass(frozen=True, slots=True)
class Pace:
    """How many calls to make at once, and in 20 seconds.

    Marketo allows 10 and 100, to all integrations together; Adobe advises each to take half.
    """

    concurrency: int = 5
    rate: int = 50


class Bucket:
    """Calls that may be made in any stretch of time of a given length.

    A call takes a token, and the token comes back that long afterwards. Refilling bit by bit, as
    leaky buckets do, would let through twice the number in the first stretch.
    """

    def __init__(
        self,
        calls: int,
        seconds: float = SECONDS,
        *,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._calls = calls
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._taken: deque[float] = deque()
        self._not_before = clock()
        self._turn = asyncio.Lock()

    async def take(self) -> None:
        """Take a token as soon as there is one; who comes first is served first."""
        async with self._turn:
            if len(self._taken) >= self._calls:
                await self._wait_until(self._taken[0] + self._seconds)
                self._taken.popleft()
            while self._clock() < self._not_before:  # which may be put off meanwhile
                await self._wait_until(self._not_before)
            self._taken.append(self._clock())

    def hold(self, seconds: float) -> None:
        """Let nobody take a token for so long: Marketo asked one call to wait, and means all."""
        self._not_before = max(self._not_before, self._clock() + seconds)

    async def _wait_until(self, moment: float) -> None:
        wait = moment - self._clock()
        if wait > 0:
            await self._sleep(wait)
