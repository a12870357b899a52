"""Credentials come from the environment or .env, go to Marketo alone, and show nowhere."""

from __future__ import annotations

import json
import logging
import re
import sys
from typing import TYPE_CHECKING
from urllib.parse import quote, quote_plus

import pytest

from campaignlint.pull.answers import read_answer
from campaignlint.pull.credentials import find_credentials
from campaignlint.pull.faults import AnswerError, RefusedError
from conftest import clean_environment, run
from pull.server import CLIENT_ID, CLIENT_SECRET, Fault, Marketo
from pull.test_resuming import DRIVE

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import CommandLine
    from pull.conftest import Serve

GOOD = {
    "MARKETO_CLIENT_ID": CLIENT_ID,
    "MARKETO_CLIENT_SECRET": CLIENT_SECRET,
    "MARKETO_MUNCHKIN_ID": "123-ABC-456",
}
EXAMPLE = "such as https://123-abc-456.mktorest.com"


@pytest.mark.parametrize(
    ("address", "base_url", "instance"),
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
def test_where_an_instance_is_and_what_it_is_called(
    tmp_path: Path, address: dict[str, str], base_url: str, instance: str
) -> None:
    named = {f"MARKETO_{name}": value for name, value in address.items()}
    without = {name: value for name, value in GOOD.items() if not name.endswith("MUNCHKIN_ID")}
    found = find_credentials(without | named, tmp_path / ".env")
    assert (found.base_url, found.instance) == (base_url, instance)


@pytest.mark.parametrize(
    ("address", "message"),
    [
        (
            {"MUNCHKIN_ID": "acme"},
            (
                "MARKETO_MUNCHKIN_ID is no Munchkin id, which looks like 123-ABC-456: see "
                "Admin > Munchkin"
            ),
        ),
        (
            {"BASE_URL": "http://123-abc-456.mktorest.com"},
            "MARKETO_BASE_URL must begin with https://, lest credentials be read on the way",
        ),
        (
            {"BASE_URL": "http://localhost:8000"},
            (
                "MARKETO_BASE_URL must name this machine by http://127.0.0.1: localhost may lead "
                "elsewhere"
            ),
        ),
        ({"BASE_URL": "ftp://acme.example"}, f"MARKETO_BASE_URL is no address {EXAMPLE}"),
        ({"BASE_URL": "acme"}, f"MARKETO_BASE_URL is no address {EXAMPLE}"),
        ({"BASE_URL": "https://[acme"}, f"MARKETO_BASE_URL is no address {EXAMPLE}"),
        ({"BASE_URL": "https://acme..example"}, f"MARKETO_BASE_URL is no address {EXAMPLE}"),
        ({"BASE_URL": "https://xn--a.example"}, f"MARKETO_BASE_URL is no address {EXAMPLE}"),
        ({"BASE_URL": "https://acme example"}, f"MARKETO_BASE_URL is no address {EXAMPLE}"),
        ({"BASE_URL": "https://acm\u200b.example"}, f"MARKETO_BASE_URL is no address {EXAMPLE}"),
        ({"BASE_URL": "https://" + 64 * "a"}, f"MARKETO_BASE_URL is no address {EXAMPLE}"),
        ({"BASE_URL": "https://[::x]"}, f"MARKETO_BASE_URL is no address {EXAMPLE}"),
        ({"BASE_URL": "https://acme.example:x"}, f"MARKETO_BASE_URL is no address {EXAMPLE}"),
        (
            {"BASE_URL": "https://user:hush@acme.example"},
            f"MARKETO_BASE_URL must hold nothing but scheme and host, {EXAMPLE}",
        ),
        (
            {"BASE_URL": "https://acme.example/rest/v1?access_token=hush"},
            f"MARKETO_BASE_URL must hold nothing but scheme and host, {EXAMPLE}",
        ),
        (
            {"BASE_URL": "https://999-xyz-999.mktorest.com", "MUNCHKIN_ID": "123-ABC-456"},
            "MARKETO_BASE_URL and MARKETO_MUNCHKIN_ID name two different instances",
        ),
    ],
)
def test_an_address_that_is_none_is_refused_and_not_repeated(
    tmp_path: Path, address: dict[str, str], message: str
) -> None:
    named = {f"MARKETO_{name}": value for name, value in address.items()}
    without = {name: value for name, value in GOOD.items() if not name.endswith("MUNCHKIN_ID")}
    with pytest.raises(RefusedError) as refused:
        find_credentials(without | named, tmp_path / ".env")
    assert str(refused.value) == message


@pytest.mark.parametrize(
    ("missing", "message"),
    [
        (["CLIENT_ID"], "MARKETO_CLIENT_ID is not set: set it"),
        (
            ["CLIENT_ID", "CLIENT_SECRET"],
            "MARKETO_CLIENT_ID and MARKETO_CLIENT_SECRET are not set: set them",
        ),
        (["MUNCHKIN_ID"], "MARKETO_MUNCHKIN_ID (or MARKETO_BASE_URL) is not set: set it"),
    ],
)
def test_what_is_not_set_is_named(
    campaignlint: CommandLine,
    monkeypatch: pytest.MonkeyPatch,
    missing: list[str],
    message: str,
) -> None:
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    for name in missing:
        monkeypatch.delenv(f"MARKETO_{name}")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        2,
        f"Error: {message} in the environment or in a file .env in the working directory\n",
    )


@pytest.mark.parametrize("name", GOOD)
def test_what_is_no_text_is_named_and_not_repeated(tmp_path: Path, name: str) -> None:
    with pytest.raises(RefusedError) as refused:
        find_credentials(GOOD | {name: "hush\udcff"}, tmp_path / ".env")
    assert str(refused.value) == f"{name} is no UTF-8 text: set it anew"


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


LED_ASTRAY = (
    "MARKETO_MUNCHKIN_ID (or MARKETO_BASE_URL) is not set in the environment, as "
    "MARKETO_CLIENT_SECRET is, and .env may not say where to send it: set both in the same place"
)


@pytest.mark.parametrize(
    "line", ["MARKETO_BASE_URL=https://elsewhere.example", "MARKETO_MUNCHKIN_ID=999-XYZ-999"]
)
def test_a_file_never_says_where_to_send_a_secret_of_the_environment(
    tmp_path: Path, line: str
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(f"{line}\n", "utf-8")
    assert find_credentials(GOOD, env_file).base_url == "https://123-abc-456.mktorest.com"
    without = {name: value for name, value in GOOD.items() if not name.endswith("MUNCHKIN_ID")}
    with pytest.raises(RefusedError) as refused:
        find_credentials(without, env_file)
    assert str(refused.value) == LED_ASTRAY


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
def test_an_address_of_the_environment_is_taken_as_a_whole(
    tmp_path: Path, environment: dict[str, str], line: str, base_url: str
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(
        f"MARKETO_CLIENT_ID={CLIENT_ID}\nMARKETO_CLIENT_SECRET={CLIENT_SECRET}\n{line}\n", "utf-8"
    )
    found = find_credentials(environment, env_file)
    assert (found.base_url, found.client_secret) == (base_url, CLIENT_SECRET)
    assert found.instance in {"123-ABC-456", "marketo.acme.example"}


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_bytes(b"MARKETO_CLIENT_SECRET=\xff\xfe")
    with pytest.raises(RefusedError) as refused:
        find_credentials({}, env_file)
    assert str(refused.value) == f"{env_file} is not UTF-8 text"


def test_credentials_that_marketo_refuses_are_a_matter_for_the_user(
    campaignlint: CommandLine,
    serve: Serve,
    scoring: Marketo,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serve(scoring)
    monkeypatch.setenv("MARKETO_CLIENT_SECRET", "wrong-secret-wrong")
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        2,
        (
            "Error: Marketo refuses these credentials (HTTP 401): check MARKETO_CLIENT_ID and "
            "MARKETO_CLIENT_SECRET (Admin > LaunchPoint > View Details) and MARKETO_MUNCHKIN_ID "
            "(Admin > Munchkin)\n"
        ),
    )


def test_a_user_without_permission_is_told_which(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    server = serve(scoring)
    server.plan(Fault("programs", code="603", message="Access denied"))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        2,
        (
            "Error: Marketo does not let this API user list programs (603 access denied): give "
            "the API user's role the permission Read-Only Assets (Admin > Users & Roles), in "
            "every workspace to pull; where an allowlist for API access is on, this machine's "
            "address must be on it\n"
        ),
    )


def test_tokens_that_expire_are_renewed(
    campaignlint: CommandLine, serve: Serve, scoring: Marketo
) -> None:
    server = serve(scoring)
    server.token_calls = 20
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (0, "")
    assert sum(each.method == "POST" for each in server.requests) >= 3


def test_one_asset_that_refuses_every_token_costs_itself_alone(
    campaignlint: CommandLine, serve: Serve, few: Marketo
) -> None:
    server = serve(few)
    server.plan(Fault(r"smartCampaign/2001\.json", status=401, times=99))
    done = campaignlint("pull", "exports")
    assert (done.code, done.err) == (
        3,
        "Incomplete: 1 thing could not be pulled\n  smart campaign 2001: HTTP 401\n",
    )
    assert server.calls.count("smartCampaign/2001.json") == 3


@pytest.mark.parametrize("code", ["601", "602"])
def test_a_token_that_is_never_accepted_ends_the_pull(
    campaignlint: CommandLine, serve: Serve, few: Marketo, code: str
) -> None:
    server = serve(few)
    server.plan(Fault("rest/asset", code=code, times=999))
    done = campaignlint("pull", "exports")
    assert done.code == 2
    assert done.err.startswith(
        f"Error: Marketo does not accept the access token that it gave ({code} access token "
    )


FAILURES = {
    "none": Fault("nothing-of-this-name"),
    "refused": Fault("oauth", status=401, body=b'{"error":"invalid_client"}'),
    "token-garbage": Fault("oauth", body=CLIENT_SECRET.encode(), times=99),
    "token-with-line-ends": Fault(
        "oauth", body=b'{"access_token":"a\\r\\nb: c","expires_in":1}', times=99
    ),
    "denied": Fault("programs", code="603", message=CLIENT_SECRET),
    "echo": Fault(r"smartCampaign/2001", body=b'{"x":"' + CLIENT_SECRET.encode() + b'"}'),
    "echo-in-a-record": Fault(
        r"smartCampaign/2001",
        body=b'{"success":true,"result":[{"id":2001,"name":"' + CLIENT_SECRET.encode() + b'"}]}',
    ),
    "echo-of-the-id": Fault(
        r"smartCampaign/2001",
        body=b'{"success":true,"result":[{"id":2001,"name":"' + CLIENT_ID.encode() + b'"}]}',
        times=2,
    ),
    "echo-in-an-error": Fault(r"smartCampaign/2001", code="709", message=CLIENT_SECRET),
    "cut": Fault(r"smartCampaign/2001", is_cut=True, times=99),
    "echo-as-escapes": Fault(
        r"smartCampaign/2001",
        body=b'{"success":false,"errors":[{"code":"709","message":"%s"}]}'
        % "".join(f"\\u{ord(each):04x}" for each in CLIENT_SECRET).encode(),
    ),
    "redirect": Fault("programs", status=302, headers={"Location": "https://elsewhere.example/"}),
    "quota": Fault("program/", code="607", message="quota"),
}
TOKEN = re.compile(r"cdf01657-110d-4155-99a7")


@pytest.mark.parametrize("name", FAILURES)
def test_no_secret_shows_whatever_goes_wrong(
    serve: Serve, few: Marketo, tmp_path: Path, name: str
) -> None:
    """In a process of its own, with all that Python's libraries log, and with tracebacks."""
    server = serve(few)
    server.plan(FAILURES[name])
    (tmp_path / "drive.py").write_text(
        "import logging, runpy, sys\n"
        "logging.basicConfig(level=logging.DEBUG)\n"
        f"sys.argv = {[str(DRIVE), 'pull', 'exports', '--debug']!r}\n"
        f"runpy.run_path({str(DRIVE)!r}, run_name='__main__')\n",
        "utf-8",
    )
    done = run([sys.executable, "drive.py"], cwd=tmp_path, environment=server.environment)
    assert done.code in (0, 2, 3)
    said = done.out + done.err
    assert "HTTP Request: POST" in said, "the log is on"
    written = "".join(
        file.read_text("utf-8", "replace")
        for file in (tmp_path / "exports").rglob("*")
        if file.is_file()
    )
    for secret in (CLIENT_SECRET, CLIENT_ID):
        assert secret not in said + written
    assert not TOKEN.search(said + written)


def test_secrets_are_no_options(campaignlint: CommandLine) -> None:
    done = campaignlint("pull", "--help")
    options = set(re.findall(r"--[a-z-]+", done.out))
    assert options == {
        "--program",
        "--folder",
        "--workspace",
        "--since",
        "--full",
        "--dry-run",
        "--concurrency",
        "--rate",
        "--help",
    }


def test_the_file_never_reaches_the_environment(
    campaignlint: CommandLine,
    serve: Serve,
    few: Marketo,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    serve(few)
    monkeypatch.delenv("MARKETO_CLIENT_SECRET")
    (tmp_path / ".env").write_text(f"MARKETO_CLIENT_SECRET={CLIENT_SECRET}\n", "utf-8")
    assert campaignlint("pull", "exports", "--dry-run").code == 0
    assert "MARKETO_CLIENT_SECRET" not in clean_environment()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"# Marketo\nMARKETO_CLIENT_ID=x\n\nMARKETO_CLIENT_SECRET = '{CLIENT_SECRET}\n", 4),
        (f"{CLIENT_SECRET} is the secret\n", 1),
        (f"A=1\n= {CLIENT_SECRET}\nB=1\n", 2),
    ],
)
def test_a_broken_line_is_named_where_something_is_missing_and_not_repeated(
    tmp_path: Path, caplog: pytest.LogCaptureFixture, text: str, line: int
) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text(text, "utf-8")
    with caplog.at_level(logging.DEBUG), pytest.raises(RefusedError) as refused:
        find_credentials({}, env_file)
    said = str(refused.value)
    assert said.endswith(
        f"in a file .env in the working directory; .env, line {line} cannot be read"
    )
    assert (CLIENT_SECRET in said, caplog.text) == (False, "")
    assert find_credentials(GOOD, env_file).client_secret == CLIENT_SECRET


def test_a_large_file_is_refused(tmp_path: Path) -> None:
    env_file = tmp_path / ".env"
    env_file.write_text("broken\n" * 300_000, "utf-8")
    with pytest.raises(RefusedError) as refused:
        find_credentials(GOOD, env_file)
    assert str(refused.value) == f"{env_file} is larger than 64 KB"


QUOTED = 'say "hush" to über'
"""A secret that JSON and URLs spell in other ways."""


@pytest.mark.parametrize(
    "spelling",
    [
        json.dumps(QUOTED)[1:-1],
        json.dumps(QUOTED, ensure_ascii=False)[1:-1],
        "".join(f"\\u{ord(each):04x}" for each in QUOTED),
        json.dumps(json.dumps(QUOTED))[1:-1],
        quote_plus(QUOTED),
        quote(QUOTED),
    ],
)
def test_an_echoed_secret_is_recognized_in_every_spelling(spelling: str) -> None:
    body = f'{{"success":false,"errors":[{{"code":"709","message":"{spelling}"}}]}}'
    with pytest.raises(AnswerError) as refused:
        read_answer(body.encode(), secrets=[QUOTED])
    assert str(refused.value) == "the answer repeats a secret of this client, so it is not kept"
