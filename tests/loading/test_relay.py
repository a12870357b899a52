"""What one process reads and another decodes is what the other would have read itself."""

from __future__ import annotations

import os
import signal
import struct
import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import pytest

from campaignlint.loading import discovery as files
from campaignlint.loading import relay
from campaignlint.loading.processes import SecondOpinion
from campaignlint.loading.relay import Relay

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system cannot fork")

Looked = dict[int, bytes]
"""What the process that reads looked at meanwhile, by the numbers of the files."""


@pytest.fixture(autouse=True)
def _small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relay, "_HALF", 100)
    monkeypatch.setattr(relay, "_LARGEST", 60)


def written(folder: Path, sizes: Sequence[int]) -> list[str]:
    paths = []
    for number, size in enumerate(sizes):
        path = folder / f"{number}.json"
        path.write_bytes(bytes([65 + number % 26]) * size)
        paths.append(str(path))
    return paths


def handed_over(
    paths: Sequence[str], decode: Callable[[Relay], object], end: Callable[[], object] = lambda: 0
) -> Looked | None:
    """Let another process read, and this one `decode`; what the other says it looked at."""
    handing = Relay(paths)

    def read() -> bytes:
        looked: Looked = {}
        handing.send(lambda number, content: looked.update({number: bytes(content.data)}))
        end()
        return msgspec.msgpack.encode(looked)

    other = SecondOpinion(read)
    handing.begin()
    try:
        decode(handing)
        handing.close()
        said = other.answer()
    finally:
        handing.close()
        other.dismiss()
    return None if said is None else msgspec.msgpack.decode(said, type=Looked)


@pytest.mark.parametrize(
    "sizes",
    [
        [],
        [0],
        [5],
        [60, 41, 60],
        [0, 100, 61, 60, 0, 1],
        [50, 50, 50, 50, 1],
        [60, 40, 60, 40],
        [7] * 200,
        [61] * 5,
    ],
)
def test_every_file_is_as_if_read_here(sizes: list[int], tmp_path: Path) -> None:
    paths = written(tmp_path, sizes)
    contents: list[files.Content] = []
    looked = handed_over(paths, lambda handing: contents.extend(map(handing.content, paths)))
    assert contents == list(map(files.content, paths))
    assert looked is not None
    assert all(content == Path(paths[number]).read_bytes() for number, content in looked.items())


def test_what_cannot_be_read_is_left_to_who_asks(tmp_path: Path) -> None:
    paths = written(tmp_path, [3, 3, 3])
    Path(paths[1]).unlink()

    def decode(handing: Relay) -> None:
        assert handing.content(paths[0]).data == b"AAA"
        with pytest.raises(files.UnreadablePathError, match="no such file"):
            handing.content(paths[1])
        assert handing.content(paths[2]).data == b"CCC"

    assert handed_over(paths, decode) is not None


def test_who_asks_in_another_order_reads_for_itself(tmp_path: Path) -> None:
    paths = written(tmp_path, [30] * 20)
    contents: list[files.Content] = []
    asked = [paths[0], *reversed(paths), paths[1]]
    looked = handed_over(paths, lambda handing: contents.extend(map(handing.content, asked)))
    assert looked is not None
    assert contents == list(map(files.content, asked))


@pytest.mark.parametrize("wanted", [0, 1, 7])
def test_who_wants_no_more_leaves_the_other_to_its_work(wanted: int, tmp_path: Path) -> None:
    paths = written(tmp_path, [50] * 40)

    def decode(handing: Relay) -> None:
        for path in paths[:wanted]:
            handing.content(path)

    assert handed_over(paths, decode) is not None


def test_the_other_process_waits_for_room_with_something_to_do(tmp_path: Path) -> None:
    """Who decodes takes its time: the second batch is looked at until the first one is done."""
    paths = written(tmp_path, [30] * 12)

    def decode(handing: Relay) -> None:
        first = handing.content(paths[0])
        time.sleep(1)
        assert [first, *map(handing.content, paths[1:])] == list(map(files.content, paths))

    looked = handed_over(paths, decode)
    assert looked is not None
    assert {3: b"D" * 30, 4: b"E" * 30, 5: b"F" * 30}.items() <= looked.items()


def test_the_rest_is_read_here_if_the_other_process_is_lost(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    paths = written(tmp_path, [30] * 30)
    read = files.content

    def lose(path: str) -> files.Content:
        if path == paths[20] and os.getpid() != here:
            os.kill(os.getpid(), signal.SIGKILL)
        return read(path)

    here = os.getpid()
    monkeypatch.setattr(files, "content", lose)
    contents: list[files.Content] = []
    said = handed_over(paths, lambda handing: contents.extend(map(handing.content, paths)))
    assert contents == list(map(read, paths))
    assert said is None


def test_what_is_told_in_part_is_not_believed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other process ends amid a message: its length is told, but not all of it."""
    paths = written(tmp_path, [30] * 3)
    contents: list[files.Content] = []
    length = struct.pack("=Q", 5)
    for part in (b"", length[:1], length, length + b"\x93"):
        monkeypatch.setattr(
            Relay, "send", lambda self, _, part=part: os.write(self._telling, part) and None
        )
        said = handed_over(paths, lambda handing: contents.extend(map(handing.content, paths)))
        assert said == {}
    assert contents == 4 * list(map(files.content, paths))
