"""Several calls at once."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

ResultT = TypeVar("ResultT")


async def together(works: Iterable[Coroutine[None, None, ResultT]]) -> list[ResultT]:
    """Run them at once, and give their results in order.

    The first error ends the others, and is raised as itself rather than in a group.
    """
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(work) for work in works]
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0] from None
    return [task.result() for task in tasks]
