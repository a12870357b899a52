"""The bytes of many small files, handed over by another process that reads them.

To open and read a small file takes as long as to decode it. With a second processor both go on at
the same time. The other process lays file after file into memory that both see, a batch in each
half of it by turns, and tells how many bytes each has.
"""

from __future__ import annotations

import mmap
import os
import select
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from campaignlint.loading import discovery as files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

_HALF = 4 << 20
"""How many bytes a batch has room for."""
_LARGEST = 1 << 20
"""Of a larger file the bytes are not handed over: to copy them costs more than it saves."""
_NONE = -1
"""The size of a file whose bytes are not handed over."""
_LENGTH = struct.Struct("=Q")


@dataclass(frozen=True, slots=True)
class _Batch:
    """As many files as fit into one half."""

    first: int
    """The number of the first of them."""
    start: int
    """Where the half begins."""
    told: list[tuple[int, int]] = field(default_factory=list)
    """Of each file how many bytes it has, or that they are not handed over, and its identity."""

    def contents(self, memory: mmap.mmap) -> Iterator[files.Content | None]:
        """What each of the files holds; None for what is not handed over."""
        at = self.start
        for size, identity in self.told:
            if size == _NONE:
                yield None
                continue
            yield files.Content(memory[at : at + size], identity)
            at += size


class Relay:
    """Hands over what files hold, in their order. It is made before the processes part."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._memory = mmap.mmap(-1, 2 * _HALF)
        self._told, self._telling = os.pipe()
        self._freed, self._freeing = os.pipe()
        self._next = 0
        """The number of the file that is handed over next."""

    # The process that reads

    def send(self, look: Callable[[int, files.Content], None]) -> None:
        """Hand over every file, until the other process wants no more.

        While there is no room for more, some files are looked at, which are known by their numbers.
        """
        os.close(self._told)
        os.close(self._freeing)
        with suppress(OSError), open(self._telling, "wb") as telling:  # noqa: PTH123 - no path
            for batch in self._batches():
                said = msgspec.msgpack.encode(batch.told)
                telling.write(_LENGTH.pack(len(said)) + said)
                telling.flush()
                if batch.first and not self._waits(batch, look):
                    break
        os.close(self._freed)

    def _batches(self) -> Iterator[_Batch]:
        """Read into one half after the other; each is told when the next file is too large for it.

        The half that follows is free by then.
        """
        view = memoryview(self._memory)
        batch = _Batch(0, 0)
        end = 0
        for number, path in enumerate(self._paths):
            content = _small_content(path)
            size = len(content.data)
            if end + size > batch.start + _HALF:
                yield batch
                batch = _Batch(number, _HALF - batch.start)
                end = batch.start
            view[end : end + size] = content.data
            end += size
            batch.told.append((size if content.identity else _NONE, content.identity))
        yield batch

    def _waits(self, batch: _Batch, look: Callable[[int, files.Content], None]) -> bool:
        """Wait until the batch before this one is decoded; whether more is wanted."""
        contents = enumerate(batch.contents(self._memory), batch.first)
        while not select.select([self._freed], [], [], 0)[0]:
            number, content = next(contents, (0, None))
            if number == 0:
                break
            if content is not None:
                look(number, content)
        return bool(os.read(self._freed, 1))

    # The process that decodes

    def begin(self) -> None:
        """Be the one that decodes; to be called once, when there are two processes."""
        os.close(self._telling)
        os.close(self._freed)
        self._incoming = open(self._told, "rb")  # noqa: PTH123, SIM115 - no path, and close() ends it
        self._contents = self._received()

    def content(self, path: str) -> files.Content:
        """As `files.content`; it is faster for who asks for the files in their order."""
        if self._next < len(self._paths) and path == self._paths[self._next]:
            self._next += 1
            content = next(self._contents, None)
            if content is not None:
                return content
        return files.content(path)

    def _received(self) -> Iterator[files.Content | None]:
        start = 0
        while (said := self._said()) is not None:
            told = msgspec.msgpack.decode(said, type=list[tuple[int, int]])
            yield from _Batch(0, start, told).contents(self._memory)
            start = _HALF - start
            with suppress(OSError):  # the other process may be done
                os.write(self._freeing, b".")

    def _said(self) -> bytes | None:
        """What the other process tells of a batch; None where it is done, or has ended."""
        length = self._incoming.read(_LENGTH.size)
        if len(length) < _LENGTH.size:
            return None
        (expected,) = _LENGTH.unpack(length)
        said = self._incoming.read(expected)
        return said if len(said) == expected else None

    def close(self) -> None:
        """Want no more."""
        self._next = len(self._paths)
        if not self._incoming.closed:
            self._incoming.close()
            os.close(self._freeing)
            self._memory.close()


def _small_content(path: str) -> files.Content:
    """What is handed over of a file: nothing of one that is large, or that cannot be read."""
    with suppress(files.UnreadablePathError):
        content = files.content(path)
        if len(content.data) <= _LARGEST:
            return content
    return files.Content(b"")
