"""URLs in an export, and which of them reports can link to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

_MARKETO = (".marketo.com", ".adobe.com")
_SAFE = re.compile(r"https://[!#-;=?-\[\]_a-z~]{1,2000}", re.IGNORECASE)
"""Printable ASCII without spaces, quotes, angle brackets and backslashes."""


@dataclass(frozen=True, slots=True)
class Link:
    """An https URL and its text."""

    url: str
    text: str
    is_marketo: bool = False


def marketo_link(url: str | None) -> Link | None:
    """Return the link to an asset in Marketo; None for anything but a plain https URL.

    The URL comes from the export, so the text names a host that is not Marketo's.
    """
    host = https_host(url or "")
    if host is None:
        return None
    if host.endswith(_MARKETO):
        return Link(url or "", "Open in Marketo", is_marketo=True)
    return Link(url or "", f"Open at {host}")


def https_host(url: str) -> str | None:
    """Return the host of an https URL; None for other text or a URL with a user name."""
    if not _SAFE.fullmatch(url):
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    return host if host and "@" not in parts.netloc else None
