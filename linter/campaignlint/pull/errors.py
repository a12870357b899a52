"""Errors of a pull, and what the user can do about them."""

from __future__ import annotations


class PullError(Exception):
    """Ends the pull. The text says what happened and what to do."""


class SetupError(PullError):
    """The user must fix something first: credentials, permissions, options, or the folder."""


class InterruptedPullError(PullError):
    """The pull could not finish. The next run resumes it."""


class ResponseError(Exception):
    """A response without the requested data."""

    def __init__(self, reason: str, code: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.code = code
        """The API's error code, or None if there is none."""

    @property
    def is_not_found(self) -> bool:
        """Whether the asset does not exist in Marketo. No HTTP status says that."""
        return self.code in (RESOURCE_NOT_FOUND, NO_DATA)

    @property
    def is_about_asset(self) -> bool:
        """Whether Marketo understood the request and reports a problem with the asset."""
        return self.is_not_found or (self.code or 0) >= _MIN_RECORD_CODE


class TransientError(ResponseError):
    """A failure that a later attempt may not have."""

    def __init__(
        self,
        reason: str,
        code: int | None = None,
        *,
        retry_after: float | None = None,
        is_limit: bool = False,
    ) -> None:
        super().__init__(reason, code)
        self.retry_after = retry_after
        """Seconds to wait, if the server says so."""
        self.is_limit = is_limit
        """Whether all requests together exceed a limit, so that others should wait too."""


class ResponseTimeoutError(TransientError):
    """The response took too long."""


class TokenError(TransientError):
    """The access token is invalid or has expired."""


# https://experienceleague.adobe.com/en/docs/marketo-developer/marketo/rest/error-codes
TOKEN_CODES = frozenset({601, 602})
ACCESS_DENIED = 603
QUOTA_REACHED = 607
RESOURCE_NOT_FOUND = 610
_MIN_RECORD_CODE = 700
"""Codes from here on mean that the request was understood."""
NO_DATA = 702
LIMIT_CODES = frozenset({606, 615})
TRANSIENT_CODES = frozenset({604, 608, 611, 713}) | LIMIT_CODES

ACCESS_ADVICE = (
    "give the API user's role the permission Read-Only Assets (Admin > Users & Roles) in every "
    "workspace, and if an allowlist for API access is on, add this machine's IP address"
)
URL_ADVICE = "check MARKETO_BASE_URL or MARKETO_MUNCHKIN_ID"
CREDENTIALS_ADVICE = (
    "check MARKETO_CLIENT_ID and MARKETO_CLIENT_SECRET (Admin > LaunchPoint > View Details) and "
    "MARKETO_MUNCHKIN_ID (Admin > Munchkin)"
)
