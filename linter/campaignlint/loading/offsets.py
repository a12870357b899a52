"""Offsets of decoded parts in the text that they were decoded from.

msgspec.Raw is a view of the decoded text but does not tell its offset. The addresses of both, which
Python's buffer protocol gives, do; searching the text for the part would take ten times as long.

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


_PYBUF_SIMPLE = 0
_get_buffer = ctypes.pythonapi.PyObject_GetBuffer
_get_buffer.argtypes = (ctypes.py_object, ctypes.POINTER(_Buffer), ctypes.c_int)
_get_buffer.restype = ctypes.c_int
_release_buffer = ctypes.pythonapi.PyBuffer_Release
_release_buffer.argtypes = (ctypes.POINTER(_Buffer),)
_release_buffer.restype = None


class BufferOffsets:
    """The offsets of views of one text."""

    def __init__(self, text: bytes | memoryview) -> None:
        self._buffer = _Buffer()
        self._text = text  # keeps the address valid
        self._start, self._length = self._bounds(text)

    def find(self, part: Raw | bytes | memoryview) -> tuple[int, int]:
        """Return the offset and the length of a view of the text, in bytes.

        Raises ValueError for a view of another text.
        """
        start, length = self._bounds(part)
        offset = start - self._start
        if not 0 <= offset <= self._length - length:
            raise ValueError("not a view of this text")
        return offset, length

    def _bounds(self, text: Raw | bytes | memoryview) -> tuple[int, int]:
        """Return the address and the length of a text."""
        buffer = self._buffer
        pointer = ctypes.byref(buffer)
        _get_buffer(text, pointer, _PYBUF_SIMPLE)
        try:
            return buffer.buf, buffer.len
        finally:
            _release_buffer(pointer)
