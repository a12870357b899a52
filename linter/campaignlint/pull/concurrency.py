"""Runs coroutines concurrently."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable


async def run_all(coroutines: Iterable[Coroutine[None, None, None]]) -> None:
    """Run coroutines concurrently. The first error cancels the others and is raised itself."""
    try:
        async with asyncio.TaskGroup() as group:
            for coroutine in coroutines:
                group.create_task(coroutine)
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
