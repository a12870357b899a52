"""Credentials come from the environment or .env, are sent only to Marketo, and are never shown."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from campaignlint.pull.credentials import find_credentials
from campaignlint.pull.errors import SetupError
from pull.server import CLIENT_ID, CLIENT_SECRET, Fault, Marketo, MarketoServer

if TYPE_CHECKING:
    from conftest import CommandLine
    from pull.conftest import Serve

SECRETS = {"MARKETO_CLIENT_ID": CLIENT_ID, "MARKETO_CLIENT_SECRET": CLIENT_SECRET}
COMPLETE = SECRETS | {"MARKETO_MUNCHKIN_ID": "123-ABC-456"}
EXAMPLE = "such as https://123-abc-456.mktorest.com"
INVALID = f"MARKETO_BASE_URL is not a valid URL {EXAMPLE}"
MORE_THAN_HOST = f"MARKETO_BASE_URL must have only a scheme and a host, {EXAMPLE}"
NOT_HTTPS = "MARKETO_BASE_URL must start with https:// (http only for 127.0.0.1 and [::1])"


def error_of(environment: dict[str, str], env_file: Path) -> str:
    with pytest.raises(SetupError) as error:
        find_credentials(environment, env_file)
    return str(error.value)


@pytest.mark.parametrize(
    ("variables", "base_url", "instance"),
    [
        ({"MUNCHKIN_ID": "123-ABC-456"}, "https://123-abc-456.mktorest.com", "123-ABC-456"),
        ({"MUNCHKIN_ID": " 123-abc-456 "}, "https://123-abc-456.mktorest.com", "123-ABC-456"),
        (
            {"BASE_URL": "https://123-ABC-456.mktorest.com/rest"},
            "https://123-abc-456.mktorest.com",
            "123-ABC-456",
        ),
        (
            {"BASE_URL": "https://123-ABC-456.mktorest.com/identity/"},
            "https://123-abc-456.mktorest.com",
            "123-ABC-456",
        ),
        (
            {"BASE_URL": "https://marketo.acme.example:8443"},
            "https://marketo.acme.example:8443",
            "marketo.acme.example:8443",
        ),
        (
            {"BASE_URL": "http://127.0.0.1:8000", "MUNCHKIN_ID": "123-ABC-456"},
            "http://127.0.0.1:8000",
            "123-ABC-456",
        ),
        ({"BASE_URL": "http://[::1]:8000/"}, "http://[::1]:8000", "[::1]:8000"),
    ],
)
def test_the_url_and_name_of_an_instance(
    tmp_path: Path, variables: dict[str, str], base_url: str, instance: str
) -> None:
    named = {f"MARKETO_{name}": value for name, value in variables.items()}
    found = find_credentials(SECRETS | named, tmp_path / ".env")
    assert (found.base_url, found.instance) == (base_url, instance)


@pytest.mark.parametrize(
    ("variables", "message"),
    [
        (
            {"MUNCHKIN_ID": "acme"},
            "MARKETO_MUNCHKIN_ID must look like 123-ABC-456; see Admin > Munchkin",
        ),
        ({"BASE_URL": "http://123-abc-456.mktorest.com"}, NOT_HTTPS),
        ({"BASE_URL": "http://localhost:8000"}, NOT_HTTPS),
        ({"BASE_URL": "ftp://acme.example"}, INVALID),
        ({"BASE_URL": "acme"}, INVALID),
        ({"BASE_URL": "https://[acme"}, INVALID),
        ({"BASE_URL": "https://xn--a.example"}, INVALID),
        ({"BASE_URL": "https://acme example"}, INVALID),
        ({"BASE_URL": "https://acme.example:x"}, INVALID),
        ({"BASE_URL": "https://user:hush@acme.example"}, MORE_THAN_HOST),
        ({"BASE_URL": "https://acme.example/rest/v1?access_token=hush"}, MORE_THAN_HOST),
        (
            {"BASE_URL": "https://999-xyz-999.mktorest.com", "MUNCHKIN_ID": "123-ABC-456"},
            "MARKETO_BASE_URL and MARKETO_MUNCHKIN_ID name two different instances",
        ),
    ],
)
def test_invalid_urls_are_not_quoted(
    tmp_path: Path, variables: dict[str, str], message: str
) -> None:
    named = {f"MARKETO_{name}": value for name, value in variables.items()}
    assert error_of(SECRETS | named, tmp_path / ".env") == message


@pytest.mark.parametrize(
    ("missing", "names"),
    [
        (["CLIENT_ID"], "MARKETO_CLIENT_ID"),
        (["CLIENT_ID", "CLIENT_SECRET"], "MARKETO_CLIENT_ID, MARKETO_CLIENT_SECRET"),
        (["MUNCHKIN_ID"], "MARKETO_MUNCHKIN_ID (or MARKETO_BASE_URL)"),
    ],
)
def test_missing_variables_are_named(
    campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch, missing: list[str], names: str
) -> None:
    for name, value in COMPLETE.items():
        monkeypatch.setenv(name, value)
    for name in missing:
        monkeypatch.delenv(f"MARKETO_{name}")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        2,
        (
            f"Error: not set: {names}; set them in the environment or in a file .env in the "
            "working directory\n"
        ),
    )


@pytest.mark.parametrize("name", COMPLETE)
@pytest.mark.parametrize("value", ["hush\udcff", "hush\nhush"], ids=["bytes", "line"])
def test_invalid_characters_are_refused(tmp_path: Path, name: str, value: str) -> None:
    message = error_of(COMPLETE | {name: value}, tmp_path / ".env")
    assert message == f"{name} contains invalid characters"


def test_a_file_sets_what_the_environment_does_not(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(
        "# Marketo\nexport MARKETO_CLIENT_ID=from-the-file\n"
        "MARKETO_CLIENT_SECRET='pa$$word ${HOME} # all of it'\nMARKETO_MUNCHKIN_ID=999-XYZ-999\n",
        "utf-8",
    )
    found = find_credentials({"MARKETO_MUNCHKIN_ID": "123-ABC-456"}, env_file)
    assert (found.client_id, found.client_secret, found.instance) == (
        "from-the-file",
        "pa$$word ${HOME} # all of it",
        "123-ABC-456",
    )
    assert "pa$$word" not in repr(found)


@pytest.mark.parametrize(
    "line", ["MARKETO_BASE_URL=https://elsewhere.example", "MARKETO_MUNCHKIN_ID=999-XYZ-999"]
)
def test_a_file_does_not_set_the_url_for_a_secret_of_the_environment(
    tmp_path: Path, line: str
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"{line}\n", "utf-8")
    assert find_credentials(COMPLETE, env_file).base_url == "https://123-abc-456.mktorest.com"
    assert error_of(SECRETS, env_file) == (
        "not set: MARKETO_MUNCHKIN_ID (or MARKETO_BASE_URL); set them in the environment or in a "
        "file .env in the working directory; the URL in .env is ignored, because the environment "
        "sets others"
    )


@pytest.mark.parametrize(
    ("environment", "line", "base_url"),
    [
        (
            {"MARKETO_MUNCHKIN_ID": "123-ABC-456"},
            "MARKETO_BASE_URL=https://elsewhere.example",
            "https://123-abc-456.mktorest.com",
        ),
        (
            {"MARKETO_BASE_URL": "https://marketo.acme.example"},
            "MARKETO_MUNCHKIN_ID=999-XYZ-999",
            "https://marketo.acme.example",
        ),
    ],
)
def test_a_file_does_not_change_a_url_of_the_environment(
    tmp_path: Path, environment: dict[str, str], line: str, base_url: str
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(
        f"MARKETO_CLIENT_ID={CLIENT_ID}\nMARKETO_CLIENT_SECRET={CLIENT_SECRET}\n{line}\n", "utf-8"
    )
    assert find_credentials(environment, env_file).base_url == base_url


def test_other_encodings_and_large_files_are_refused(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"MARKETO_CLIENT_SECRET=\xff\xfe")
    assert error_of(COMPLETE, env_file) == f"{env_file} is not UTF-8 text"
    env_file.write_text("invalid\n" * 300_000, "utf-8")
    assert error_of(COMPLETE, env_file) == f"{env_file} is larger than 64 KB"


@pytest.mark.usefixtures("server")
def test_rejected_credentials_are_named(
    campaignlint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MARKETO_CLIENT_SECRET", "wrong-secret-wrong")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        2,
        (
            "Error: Marketo rejects these credentials (HTTP 401): check MARKETO_CLIENT_ID and "
            "MARKETO_CLIENT_SECRET (Admin > LaunchPoint > View Details) and MARKETO_MUNCHKIN_ID "
            "(Admin > Munchkin)\n"
        ),
    )


@pytest.mark.parametrize("status", [404, 418])
def test_a_url_without_marketo_is_named(
    campaignlint: CommandLine, server: MarketoServer, status: int
) -> None:
    server.plan(Fault("oauth", status=status, body=b"<html>"))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        2,
        (
            f"Error: no Marketo at this URL (HTTP {status} for the access token): check "
            "MARKETO_BASE_URL or MARKETO_MUNCHKIN_ID\n"
        ),
    )


@pytest.mark.parametrize(("code", "message"), [("603", "Access denied"), ("601", "Invalid token")])
def test_a_missing_permission_is_named(
    campaignlint: CommandLine, server: MarketoServer, code: str, message: str
) -> None:
    server.plan(Fault("programs", code=code, message=message, times=99))
    done = campaignlint("pull", "exports")
    assert done.code == 2
    assert done.err.splitlines()[-1] == (
        f"Error: this API user cannot list programs ({code} {message}): give the API user's role "
        "the permission Read-Only Assets (Admin > Users & Roles) in every workspace, and if an "
        "allowlist for API access is on, add this machine's IP address"
    )


def test_expired_tokens_are_renewed(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    server = serve(scoring)
    server.token_calls = 20
    assert campaignlint("pull", "exports").code == 0
    assert sum(each.method == "POST" for each in server.requests) >= 3


def test_an_asset_that_rejects_every_token_is_missing(
    campaignlint: CommandLine, server: MarketoServer
) -> None:
    server.plan(Fault(r"smartCampaign/2001\.json", status=401, times=99))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        "Incomplete: 1 item missing\n  smart campaign 2001: HTTP 401 Unauthorized\n",
    )
    assert server.calls.count("smartCampaign/2001.json") == 8


FAULTS = {
    "none": Fault("matches nothing"),
    "rejected": Fault("oauth", status=401, body=b'{"error":"invalid_client"}'),
    "invalid token response": Fault("oauth", body=CLIENT_SECRET.encode(), times=99),
    "line ends in the token": Fault(
        "oauth", body=b'{"access_token":"a\\r\\nb: c","expires_in":1}', times=99
    ),
    "secret in an error of a list": Fault("programs", code="603", message=CLIENT_SECRET),
    "secret in an error": Fault(r"smartCampaign/2001", code="709", message=CLIENT_SECRET),
    "secret as escapes": Fault(
        r"smartCampaign/2001",
        body=b'{"success":false,"errors":[{"code":"709","message":"%s"}]}'
        % "".join(f"\\u{ord(each):04x}" for each in CLIENT_SECRET).encode(),
    ),
    "secret in no envelope": Fault(
        r"smartCampaign/2001", body=b'{"x":"' + CLIENT_SECRET.encode() + b'"}'
    ),
    "secret in a record": Fault(
        r"smartCampaign/2001",
        body=b'{"success":true,"result":[{"id":2001,"name":"' + CLIENT_SECRET.encode() + b'"}]}',
    ),
    "client id in a record": Fault(
        r"smartCampaign/2001",
        body=b'{"success":true,"result":[{"id":2001,"name":"' + CLIENT_ID.encode() + b'"}]}',
        times=2,
    ),
    "closed": Fault(r"smartCampaign/2001", is_closed=True, times=99),
    "redirect": Fault("programs", status=302, headers={"Location": "https://elsewhere.example/"}),
    "quota": Fault("program/", code="607", message="quota"),
}
TOKEN = re.compile(r"cdf01657-110d-4155-99a7")


@pytest.mark.parametrize("name", FAULTS)
def test_secrets_are_never_shown_logged_or_written(
    campaignlint: CommandLine,
    server: MarketoServer,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    server.plan(Fault(**vars(FAULTS[name])))
    with caplog.at_level(logging.DEBUG):
        done = campaignlint("pull", "exports", "--debug")
    assert done.code in (0, 2, 3)
    assert "HTTP Request: POST" in caplog.text
    written = [
        file.read_text("utf-8", "replace") for file in Path("exports").rglob("*") if file.is_file()
    ]
    everything = "".join([done.out, done.err, caplog.text, *written])
    assert CLIENT_SECRET not in everything
    assert CLIENT_ID not in everything
    assert not TOKEN.search(everything)
