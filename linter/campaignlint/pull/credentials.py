"""The URL and credentials of an instance, from the environment or a .env file."""

from __future__ import annotations

import ipaddress
import re
from dataclasses import dataclass, field
from io import StringIO
from typing import TYPE_CHECKING

import httpx
from dotenv import dotenv_values

from campaignlint.pull.errors import SetupError
from campaignlint.pull.regular_files import read_regular_file

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_CLIENT_ID = "MARKETO_CLIENT_ID"
_CLIENT_SECRET = "MARKETO_CLIENT_SECRET"  # noqa: S105 - the name of a variable
_MUNCHKIN_ID = "MARKETO_MUNCHKIN_ID"
_BASE_URL = "MARKETO_BASE_URL"
_URLS = frozenset({_MUNCHKIN_ID, _BASE_URL})
_NAMES = frozenset({_CLIENT_ID, _CLIENT_SECRET}) | _URLS

_MAX_ENV_FILE_BYTES = 64 << 10
_MUNCHKIN_ID_PATTERN = re.compile(r"[0-9A-Z]{3}-[0-9A-Z]{3}-[0-9A-Z]{3}")
_HOST = re.compile(r"[\w.:-]+")
_MARKETO_HOST = re.compile(r"(.+)\.mktorest\.com", re.IGNORECASE)
_ENDPOINT_PATHS = ("", "/rest", "/identity")
"""The paths of the URLs on Marketo's Web Services page."""
_URL_EXAMPLE = "such as https://123-abc-456.mktorest.com"


@dataclass(frozen=True, slots=True)
class Credentials:
    """The URL of an instance and its credentials, which are not part of the repr."""

    base_url: str
    """Scheme, host, and port."""
    instance: str
    """The Munchkin id, or the host if there is none."""
    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)


def find_credentials(environment: Mapping[str, str], env_file: Path) -> Credentials:
    """Return the credentials in the environment, or in the .env file if they are not set there.

    A .env file can be anyone's, so it must not choose the URL to which a secret of the environment
    is sent, nor change a URL of the environment. Raises SetupError.
    """
    own = {name: environment[name] for name in _NAMES if environment.get(name)}
    from_file, note = _read_env_file(env_file), ""
    if _CLIENT_SECRET in own or not _URLS.isdisjoint(own):
        if not _URLS.isdisjoint(from_file):
            note = f"; the URL in {env_file.name} is ignored, because the environment sets others"
        from_file = {name: value for name, value in from_file.items() if name not in _URLS}
    values = {name: value.strip() for name, value in (from_file | own).items()}
    missing = [name for name in (_CLIENT_ID, _CLIENT_SECRET) if not values.get(name)]
    if not values.get(_MUNCHKIN_ID) and not values.get(_BASE_URL):
        missing.append(f"{_MUNCHKIN_ID} (or {_BASE_URL})")
    if missing:
        raise SetupError(
            f"not set: {', '.join(missing)}; set them in the environment or in a file .env in the "
            f"working directory{note}"
        )
    for name, value in values.items():
        if not value.isprintable():
            raise SetupError(f"{name} contains invalid characters")
    base_url, instance = _resolve_url(values.get(_BASE_URL), values.get(_MUNCHKIN_ID, "").upper())
    return Credentials(base_url, instance, values[_CLIENT_ID], values[_CLIENT_SECRET])


def _read_env_file(env_file: Path) -> dict[str, str]:
    try:
        text = (read_regular_file(env_file, _MAX_ENV_FILE_BYTES) or b"").decode("utf-8")
    except UnicodeDecodeError:
        raise SetupError(f"{env_file} is not UTF-8 text") from None
    values = dotenv_values(stream=StringIO(text), interpolate=False)
    return {name: value for name, value in values.items() if name in _NAMES and value}


def _resolve_url(base_url: str | None, munchkin_id: str) -> tuple[str, str]:
    """Return the base URL and the name of the instance."""
    if munchkin_id and not _MUNCHKIN_ID_PATTERN.fullmatch(munchkin_id):
        raise SetupError(f"{_MUNCHKIN_ID} must look like 123-ABC-456; see Admin > Munchkin")
    if not base_url:
        return f"https://{munchkin_id.lower()}.mktorest.com", munchkin_id
    url = _parse_url(base_url)
    own = _MARKETO_HOST.fullmatch(url.host)
    if own and munchkin_id and own[1].upper() != munchkin_id:
        raise SetupError(f"{_BASE_URL} and {_MUNCHKIN_ID} name two different instances")
    host = url.netloc.decode()
    return f"{url.scheme}://{host}", munchkin_id or (own[1].upper() if own else host)


def _parse_url(base_url: str) -> httpx.URL:
    """Return the URL. Error messages do not quote it, because it may contain a password."""
    try:
        url = httpx.URL(base_url)
        is_valid = url.scheme in ("http", "https") and bool(_HOST.fullmatch(url.host))
    except (httpx.InvalidURL, UnicodeError):
        url, is_valid = httpx.URL(), False
    if not is_valid:
        raise SetupError(f"{_BASE_URL} is not a valid URL {_URL_EXAMPLE}")
    if url.userinfo or url.query or url.fragment or url.path.rstrip("/") not in _ENDPOINT_PATHS:
        raise SetupError(f"{_BASE_URL} must have only a scheme and a host, {_URL_EXAMPLE}")
    if url.scheme == "http" and not _is_loopback(url.host):
        raise SetupError(
            f"{_BASE_URL} must start with https:// (http only for 127.0.0.1 and [::1])"
        )
    return url


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
