"""What may go wrong in a pull, what each code of the API means for it, and what the user can do.

Sources: https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/error-codes and,
for limits, https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/marketo-integration-best-practices
"""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta, timezone
from email.utils import mktime_tz, parsedate_tz


class PullError(Exception):
    """Ends the pull; the text says what happened and what to do."""


class RefusedError(PullError):
    """What the user must put right first: credentials, permissions, options, the folder."""


class BrokenOffError(PullError):
    """The pull could not finish, through no fault of the user's; the next one goes on."""


class AnswerError(Exception):
    """An answer that holds no asset: costs that asset alone. The text says why."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        """The API's code, or None where Marketo gave none and HTTP's status stands for none."""

    @property
    def is_absence(self) -> bool:
        """Whether Marketo says that there is no such thing; no status of HTTP says that."""
        return self.code in NOT_FOUND

    @property
    def is_about_the_asset(self) -> bool:
        """Whether Marketo understood the call, and speaks of what it is about."""
        return self.is_absence or (self.code or 0) >= _ABOUT_THE_ASSET


class PassingError(AnswerError):
    """A failure that may be over in a while: the call is worth repeating."""

    def __init__(
        self, reason: str, code: int | None = None, retry_after: float | None = None
    ) -> None:
        super().__init__(reason, code)
        self.retry_after = retry_after
        """Seconds after which the server asks to be called again, where it says so."""

    @property
    def is_for_all(self) -> bool:
        """Whether other calls had better wait, too."""
        return self.code in _PACE_CODES or self.retry_after is not None


class TimedOutError(PassingError):
    """The response took too long."""


class UnreachedError(PassingError):
    """No connection came about."""


class TokenError(AnswerError):
    """The access token is not valid, or no longer."""


_ABOUT_THE_ASSET = 700
"""From here on codes say that the request was understood, and means nothing."""
NO_DATA = 702
NOT_FOUND = frozenset({610, NO_DATA})
TOKEN_CODES = frozenset({601, 602})
PASSING_CODES = frozenset({604, 606, 608, 611, 615, 713})
_RATE_LIMIT = 606
_PACE_CODES = frozenset({_RATE_LIMIT, 615})
PASSING_STATUSES = frozenset({408, 429, 500, 502, 503, 504})
ACCESS_DENIED = 603
QUOTA_REACHED = 607

_MEANINGS = {
    601: "access token invalid",
    602: "access token expired",
    603: "access denied",
    604: "request time-out",
    605: "method not supported",
    606: "rate limit exceeded",
    607: "daily quota reached",
    608: "API temporarily unavailable",
    609: "invalid JSON",
    610: "not found",
    611: "system error",
    612: "invalid content type",
    613: "invalid multipart request",
    614: "invalid subscription",
    615: "concurrent access limit reached",
    616: "invalid subscription type",
    701: "a parameter is blank",
    702: "no data found",
    703: "feature not enabled",
    704: "invalid date",
    709: "business rule violation",
    710: "parent folder not found",
    711: "incompatible folder type",
    713: "transient error",
    719: "lock wait time-out",
}
_STATUSES = {
    404: "not found",
    408: "time-out",
    413: "request too large",
    414: "address too long",
    429: "too many requests",
    500: "internal server error",
    502: "bad gateway",
    503: "service unavailable",
    504: "gateway time-out",
}

MIDNIGHT_CST = timezone(timedelta(hours=-6), "CST")
"""Adobe says when the quota resets: 12:00 AM CST, which is taken by its letters."""


def api_error(code: int | None, message: str) -> AnswerError:
    """The error that the API's code stands for. Raises RefusedError where no call can succeed."""
    reason = described(code, message)
    if code in TOKEN_CODES:
        return TokenError(reason, code)
    if code in PASSING_CODES:
        return PassingError(reason, code)
    if code == QUOTA_REACHED:
        raise BrokenOffError(quota_reached(datetime.now(UTC)))
    return AnswerError(reason, code)


def described(code: int | None, message: str) -> str:
    """The code, what Adobe says that it means, and what Marketo said."""
    meaning = _MEANINGS.get(code) if code is not None else None
    said = _shortened(message.strip())
    if meaning and (not said or said.casefold() == meaning):
        return f"{code} {meaning}"
    if meaning:
        return f"{code} {meaning} ({said})"
    return f"{code or 'no code'} {said}".strip()


_MAX_MESSAGE_LENGTH = 300


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_MESSAGE_LENGTH else f"{text[:_MAX_MESSAGE_LENGTH]}…"


def status_error(status: int, retry_after: str = "", now: datetime | None = None) -> AnswerError:
    """The error that an HTTP status other than 200 stands for.

    `retry_after` is the header of this name. Raises BrokenOffError where it asks for more patience
    than a pull has.
    """
    reason = f"HTTP {status} {_STATUSES.get(status, '')}".rstrip()
    if status in PASSING_STATUSES:
        code = _RATE_LIMIT if status == 429 else None  # noqa: PLR2004 - as everybody knows it
        return PassingError(reason, code, _pause(reason, retry_after, now or datetime.now(UTC)))
    if status == 401:  # noqa: PLR2004 - as above
        return TokenError(reason, 601)
    if status == 403:  # noqa: PLR2004 - as above
        return AnswerError(f"{reason} access denied", ACCESS_DENIED)
    return AnswerError(reason)


_MAX_WAIT = 5 * 60
"""Seconds; if the server asks for a longer wait, the pull stops."""


def _pause(reason: str, retry_after: str, now: datetime) -> float | None:
    """Return the seconds to wait, or None if the header gives none."""
    seconds = _seconds_until(retry_after, now)
    if seconds is None:
        return None
    if seconds > _MAX_WAIT:
        raise BrokenOffError(f"Marketo asks to wait {_until(now, seconds)} ({reason})")
    return max(seconds, 0)


def _seconds_until(retry_after: str, now: datetime) -> float | None:
    """Parse a Retry-After header, in seconds or as a date: RFC 9110, 10.2.3."""
    if retry_after.isdecimal():
        return float(retry_after)
    parsed = parsedate_tz(retry_after)
    if parsed is None:
        return None
    try:
        return mktime_tz(parsed) - now.timestamp()
    except (ValueError, OverflowError):  # no date that Python can represent
        return math.inf


def _until(now: datetime, seconds: float) -> str:
    try:
        moment = (now + timedelta(seconds=seconds)).astimezone()
    except (ValueError, OverflowError):
        return "longer than five minutes"
    return f"until {moment:%Y-%m-%d %H:%M} local time"


def quota_reached(now: datetime, local: timezone | None = None) -> str:
    """What to say at 607; `local` is the user's time zone, by default the machine's."""
    tomorrow = (now.astimezone(MIDNIGHT_CST) + timedelta(days=1)).date()
    reset = datetime(tomorrow.year, tomorrow.month, tomorrow.day, tzinfo=MIDNIGHT_CST)
    here = reset.astimezone(local)
    return (
        "the daily quota of API calls is used up (607). It resets at 12:00 AM CST, which is "
        f"{here:%Y-%m-%d %H:%M} here"
    )


ACCESS_ADVICE = (
    "give the API user's role the permission Read-Only Assets (Admin > Users & Roles), in every "
    "workspace to pull; where an allowlist for API access is on, this machine's address must be "
    "on it"
)
ADDRESS_ADVICE = "check MARKETO_BASE_URL or MARKETO_MUNCHKIN_ID"
CREDENTIALS_ADVICE = (
    "check MARKETO_CLIENT_ID and MARKETO_CLIENT_SECRET (Admin > LaunchPoint > View Details) and "
    "MARKETO_MUNCHKIN_ID (Admin > Munchkin)"
)
