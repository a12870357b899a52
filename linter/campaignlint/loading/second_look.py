"""FileSnapshots on the presumption that every file is sound, while another process finds out.

To prove a text sound takes twice as long as to decode it. With two processors nobody waits for the
proof, which is there before the rules are done. Where it fails for a file, the run is repeated with
a careful look at that one. The other process also counts lines, which findings are told by.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING

import msgspec

from campaignlint.loading import discovery as files
from campaignlint.loading import json_errors as json_text
from campaignlint.loading import newlines, processes
from campaignlint.loading import reader as records
from campaignlint.loading.relay import Relay
from campaignlint.loading.soundness import is_sound

if TYPE_CHECKING:
    from array import array
    from collections.abc import Iterable, Mapping, Sequence
    from types import TracebackType
    from typing import Self

_WORTH_IT = 16 << 20
"""From how many bytes in all on a second process saves more than it costs to start."""


_MANY = 1000
"""From how many files on the other process also hands over what it reads."""


@dataclass(frozen=True, slots=True)
class Notes:
    """What another process made out of the files."""

    doubtful: list[str]
    """Those that are not proved sound."""
    newlines: Mapping[str, Sequence[int]]


class SecondLook:
    """What another process thinks of the files, where there is one."""

    def __init__(self, paths: Sequence[str]) -> None:
        self._paths = paths
        self._relay: Relay | None = None
        self._opinion = self._asked()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        tb: TracebackType | None,
    ) -> None:
        if self._relay is not None:
            self._relay.close()
        if self._opinion is not None:
            self._opinion.dismiss()

    @property
    def is_under_way(self) -> bool:
        return self._opinion is not None

    def content(self, path: str) -> files.Content:
        """As `files.content`: of many files the other process says what they hold."""
        return files.content(path) if self._relay is None else self._relay.content(path)

    def _asked(self) -> processes.SecondOpinion | None:
        """The other process, if there is to be one."""
        paths = self._paths
        if not (files.owns_process() and processes.can_fork() and _has_as_much(paths, _WORTH_IT)):
            return None
        processes.guard(paths)
        if not processes.has_second_processor():
            return None
        relay = Relay(paths) if len(paths) >= _MANY else None
        opinion = processes.SecondOpinion(lambda: _look(paths, relay))
        if relay is not None:
            relay.begin()
            self._relay = relay
        return opinion

    def notes(self, identities: Iterable[int]) -> Notes | None:
        """What is known of the files, if they were read with these identities; None for nothing."""
        if self._relay is not None:
            self._relay.close()  # or the other process might wait
        said = None if self._opinion is None else self._opinion.answer()
        if not said:
            return None
        answer = msgspec.msgpack.decode(said, type=_Answer)
        if answer.digest != _digest(identities):
            return None
        return Notes(
            [self._paths[number] for number in answer.doubtful],
            {
                self._paths[number]: memoryview(counted).cast("Q")
                for number, counted in answer.newlines.items()
            },
        )


def _has_as_much(paths: Iterable[str], size: int) -> bool:
    """Whether files have that many bytes in all; asks no more of them than it must."""
    return any(total >= size for total in accumulate(map(files.size, paths)))


class _Answer(msgspec.Struct, array_like=True):
    """As it is sent from one process to the other; files are known by their numbers."""

    digest: int
    """What tells which bytes were looked at."""
    doubtful: list[int]
    newlines: dict[int, bytes]
    """As `newlines.count` counts them, as 64-bit numbers of this machine."""


def _look(paths: Sequence[str], relay: Relay | None) -> bytes:
    identities = [0] * len(paths)
    doubtful: list[int] = []
    counted: dict[int, bytes] = {}
    seen: set[int] = set()

    def look(number: int, content: files.Content) -> None:
        seen.add(number)
        identities[number] = content.identity
        is_large = len(content.data) >= files.LARGE
        lines = newlines.none() if is_large else None
        if not _is_sound(paths[number], content.data, lines):
            doubtful.append(number)
        elif lines is not None:
            counted[number] = lines.tobytes()

    if relay is not None:
        relay.send(look)
    for number in range(len(paths)):
        if number not in seen:
            with suppress(files.UnreadablePathError):
                look(number, files.content(paths[number]))
    return msgspec.msgpack.encode(_Answer(_digest(identities), doubtful, counted))


def _is_sound(path: str, data: files.Data, counted: array[int] | None) -> bool:
    """Whether the texts in a file are sound; the newlines of a large one are `counted`."""
    try:
        start = json_text.start_of_text(data)
    except json_text.JsonError:
        return True  # it is seen by everybody, and nothing of the file is read
    texts = records.texts_in(path, data, start)
    if counted is None:
        return all(is_sound(text) for _, text in texts)
    first = next(texts, (0, memoryview(b"")))[1]
    if len(first) == len(data):
        return is_sound(first, counted)
    counted.extend(newlines.count(data)[1:])
    return is_sound(first) and all(is_sound(text) for _, text in texts)


def _digest(identities: Iterable[int]) -> int:
    return hash(tuple(identities))
