"""Addresses in an export, and which of them output may lead to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_MARKETO = (".marketo.com", ".adobe.com")
_SAFE = re.compile(r"https://[!#-;=?-\[\]_a-z~]{1,2000}", re.IGNORECASE)
"""Printable ASCII, without spaces, quotes, angle brackets and what browsers read as a slash."""


@dataclass(frozen=True, slots=True)
class Link:
    """An https address, and what to call it."""

    url: str
    text: str
    is_marketo: bool = False


def marketo_link(url: str | None) -> Link | None:
    """Where Marketo shows an asset; None for anything but a plain https address.

    The export says the address, so a host that is not Marketo's is named.
    """
    host = https_host(url or "")
    if host is None:
        return None
    if host.endswith(_MARKETO):
        return Link(url or "", "Open in Marketo", is_marketo=True)
    return Link(url or "", f"Open at {host}")


def https_host(url: str) -> str | None:
    """The host of an https address; None for any other text, or with a user's name in it."""
    if not _SAFE.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host if host and "@" not in parts.netloc else None
