"""Which instance to ask, and with which credentials: from the environment or a .env file alone."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, urlsplit

from dotenv.parser import Original, parse_stream

from campaignlint.pull.faults import RefusedError
from campaignlint.pull.regular_files import read_regular_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

CLIENT_ID = "MARKETO_CLIENT_ID"
CLIENT_SECRET = "MARKETO_CLIENT_SECRET"  # noqa: S105 - the name of the variable
MUNCHKIN_ID = "MARKETO_MUNCHKIN_ID"
BASE_URL = "MARKETO_BASE_URL"
_ADDRESSES = frozenset({MUNCHKIN_ID, BASE_URL})

_MUNCHKIN_ID = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}")
_LABEL = re.compile(r"(?!xn--)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?")
"""A part of a host's name; those in other scripts (xn--) follow rules of their own, for nobody."""
_LONGEST_HOST = 253
_MAX_ENV_FILE_BYTES = 64 << 10
_HOSTS = ".mktorest.com"
_PATHS = ("", "/rest", "/identity")
"""What stands behind the host in the addresses that Marketo's Web Services page shows."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """The address of an instance, and what opens it. Neither secret shows in its text."""

    base_url: str
    """Scheme, host and port, without a path."""
    instance: str
    """The Munchkin id; where none is known, the host."""
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)


def find_credentials(environment: Mapping[str, str], env_file: Path) -> Credentials:
    """What the environment sets, and for what it does not set the .env file.

    The file's values are read and never put into the environment. Raises RefusedError.
    """
    own = {name: text for name, text in environment.items() if text}
    in_file, unread = _values_of(env_file)
    values = _trusted(in_file, own) | own
    address = values.get(BASE_URL), values.get(MUNCHKIN_ID)
    missing = [name for name in (CLIENT_ID, CLIENT_SECRET) if not values.get(name)]
    if not any(address):
        missing.append(f"{MUNCHKIN_ID} (or {BASE_URL})")
    if not any(address) and not _ADDRESSES.isdisjoint(in_file):
        raise RefusedError(
            f"{MUNCHKIN_ID} (or {BASE_URL}) is not set in the environment, as {CLIENT_SECRET} is, "
            "and .env may not say where to send it: set both in the same place"
        )
    if missing:
        raise RefusedError(
            f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set: set "
            f"{'it' if len(missing) == 1 else 'them'} in the environment or in a file .env in the "
            f"working directory{unread}"
        )
    _refuse_no_text(values)
    base_url, instance = _address(*address)
    return Credentials(base_url, instance, values[CLIENT_ID].strip(), values[CLIENT_SECRET].strip())


def _refuse_no_text(values: dict[str, str]) -> None:
    """The environment holds bytes, which Python keeps as they are where they are no text."""
    for name in (CLIENT_ID, CLIENT_SECRET, MUNCHKIN_ID, BASE_URL):
        try:
            values.get(name, "").encode("utf-8")
        except UnicodeEncodeError:
            raise RefusedError(f"{name} is no UTF-8 text: set it anew") from None


def _trusted(in_file: dict[str, str], environment: Mapping[str, str]) -> dict[str, str]:
    """What of the file counts beside the environment.

    Anybody may have put a .env into the working directory: it must not say where to send a secret
    of the environment, nor change half of an address that the environment gives.
    """
    if CLIENT_SECRET in environment or not _ADDRESSES.isdisjoint(environment):
        return {name: text for name, text in in_file.items() if name not in _ADDRESSES}
    return in_file


def _values_of(env_file: Path) -> tuple[dict[str, str], str]:
    """What the file sets, and a word on the first line that cannot be read.

    That line is not repeated, for it may hold a secret; others' lines may be what they like.
    """
    try:
        text = (read_regular_file(env_file, _MAX_ENV_FILE_BYTES) or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise RefusedError(f"{env_file} is not UTF-8 text") from None
    bindings = list(parse_stream(StringIO(text)))
    names = {CLIENT_ID, CLIENT_SECRET, *_ADDRESSES}
    values = {each.key: each.value for each in bindings if each.key in names and each.value}
    unread = (_line_of(each.original) for each in bindings if each.error)
    line = next(unread, None)
    return values, "" if line is None else f"; {env_file.name}, line {line} cannot be read"


def _line_of(original: Original) -> int:
    """Where a statement begins, before which its text has the empty lines."""
    text = original.string
    return original.line + text[: len(text) - len(text.lstrip())].count("\n")


def _address(base_url: str | None, munchkin_id: str | None) -> tuple[str, str]:
    """The address to call and the name of the instance."""
    known = (munchkin_id or "").strip().upper() or None
    if known and not _MUNCHKIN_ID.fullmatch(known):
        raise RefusedError(
            f"{MUNCHKIN_ID} is no Munchkin id, which looks like 123-ABC-456: see Admin > Munchkin"
        )
    if base_url is None:
        return f"https://{known}{_HOSTS}".lower(), known or ""
    address = _split(base_url.strip())
    host = (address.hostname or "").upper()
    own = host.removesuffix(_HOSTS.upper()) if host.endswith(_HOSTS.upper()) else None
    if known and own and own != known:
        raise RefusedError(f"{BASE_URL} and {MUNCHKIN_ID} name two different instances")
    return f"{address.scheme}://{address.netloc}".lower(), known or own or address.netloc.lower()


def _split(base_url: str) -> SplitResult:
    """The parts of an address. Raises RefusedError, which does not repeat it: it may hold secrets.

    Marketo's own address ends in /rest, which may be left in.
    """
    try:
        address = urlsplit(base_url)
        is_whole = _is_host(address.hostname or "") and (address.port is None or address.port > 0)
    except ValueError:
        is_whole, address = False, SplitResult("", "", "", "", "")
    if not is_whole or address.scheme not in ("http", "https"):
        raise RefusedError(f"{BASE_URL} is no address such as https://123-abc-456.mktorest.com")
    extra = address.username is not None or address.query or address.fragment
    if extra or address.path.rstrip("/") not in _PATHS:
        raise RefusedError(
            f"{BASE_URL} must hold nothing but scheme and host, such as "
            "https://123-abc-456.mktorest.com"
        )
    if address.scheme == "http" and address.hostname == "localhost":
        raise RefusedError(
            f"{BASE_URL} must name this machine by http://127.0.0.1: localhost may lead elsewhere"
        )
    if address.scheme == "http" and not _is_loopback(address.hostname or ""):
        raise RefusedError(
            f"{BASE_URL} must begin with https://, lest credentials be read on the way"
        )
    return address


def _is_host(host: str) -> bool:
    """Whether it may be a name in the DNS, or is an address of IP."""
    if ":" in host:
        return _address_of(host) is not None
    return len(host) <= _LONGEST_HOST and all(map(_LABEL.fullmatch, host.split(".")))


def _is_loopback(host: str) -> bool:
    address = _address_of(host)
    return address is not None and address.is_loopback


def _address_of(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
