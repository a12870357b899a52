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


def offset(part: Raw | bytes, whole: bytes) -> int:
    """How many bytes of `whole` stand before a part that was decoded from it, and is a view of it.

    Raises ValueError for any other.
    """
    begin = _address(part) - _address(whole)
    if not 0 <= begin <= len(whole) - len(memoryview(part)):
        raise ValueError("this is no part of that text")
    return begin


def _address(text: Raw | bytes) -> int:
    buffer = _Buffer()
    pointer = ctypes.byref(buffer)
    _get(text, pointer, _AS_BYTES)
    try:
        return int(buffer.buf)
    finally:
        _release(pointer)
