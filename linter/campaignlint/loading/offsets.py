"""Where a part of a text stands in it.

msgspec gives the parts of a text as views of its bytes, and does not say where they begin. Python's
buffer protocol does; to look for each part again would take ten times as long.

Source: https://docs.python.org/3/c-api/buffer.html
"""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from msgspec import Raw


class _Buffer(ctypes.Structure):
    """A Py_buffer."""

    _fields_ = (
        ("buf", ctypes.c_void_p),
        ("obj", ctypes.py_object),
        ("len", ctypes.c_ssize_t),
        ("itemsize", ctypes.c_ssize_t),
        ("readonly", ctypes.c_int),
        ("ndim", ctypes.c_int),
        ("format", ctypes.c_char_p),
        ("shape", ctypes.c_void_p),
        ("strides", ctypes.c_void_p),
        ("suboffsets", ctypes.c_void_p),
        ("internal", ctypes.c_void_p),
    )


_AS_BYTES = 0
_get = ctypes.pythonapi.PyObject_GetBuffer
_get.argtypes = (ctypes.py_object, ctypes.POINTER(_Buffer), ctypes.c_int)
_get.restype = ctypes.c_int
_release = ctypes.pythonapi.PyBuffer_Release
_release.argtypes = (ctypes.POINTER(_Buffer),)
_release.restype = None


class BufferOffsets:
    """A text that parts were decoded from."""

    def __init__(self, text: bytes) -> None:
        self._buffer = _Buffer()
        self._text = text  # or the memory would be another's
        self._start, self._length = self._bounds(text)

    def find(self, part: Raw | bytes) -> tuple[int, int]:
        """How many bytes stand before a part, which is a view of this text, and how many it has.

        Raises ValueError for a view of any other.
        """
        start, length = self._bounds(part)
        offset = start - self._start
        if not 0 <= offset <= self._length - length:
            raise ValueError("this is no part of that text")
        return offset, length

    def _bounds(self, text: Raw | bytes) -> tuple[int, int]:
        """The address of a text, and how many bytes it has."""
        buffer = self._buffer
        pointer = ctypes.byref(buffer)
        _get(text, pointer, _AS_BYTES)
        try:
            return buffer.buf, buffer.len
        finally:
            _release(pointer)
