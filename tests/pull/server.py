"""A Marketo instance in memory, and an HTTP server with its Asset API.

    python tests/pull/server.py fixtures/acme    serve an export until standard input ends

As in Marketo, lists end with a response without `result`, errors have status 200, and tokens
expire. `server.plan(Fault(...))` makes requests fail.
"""

from __future__ import annotations

import gzip
import itertools
import json
import re
import socket
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self
from urllib.parse import parse_qs, parse_qsl, urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable

Record = dict[str, Any]
Query = dict[str, str]

CLIENT_ID = "b417d98f-9289-47d1-a61f-db141bf0267f"
CLIENT_SECRET = "0DipOvz4h2wP1ANeVjlfwMvECJpo0ZYc"  # noqa: S105 - of no real instance
MUNCHKIN_ID = "123-ABC-456"

CHANNELS: list[Record] = [
    {
        "id": number,
        "name": name,
        "applicableProgramType": kind,
        "progressionStatuses": [
            {
                "name": status,
                "description": None,
                "hidden": False,
                "type": None,
                "step": step,
                "success": step == steps[-1],
            }
            for status, step in zip(statuses, steps, strict=True)
        ],
        "createdAt": "2024-01-09T09:00:00Z+0000",
        "updatedAt": "2024-01-09T09:00:00Z+0000",
    }
    for number, name, kind, statuses, steps in (
        (2, "Operational", "program", ["Member"], [10]),
        (1, "Webinar", "event", ["Not in Program", "Registered", "Attended"], [0, 20, 50]),
    )
]

NOTHING_FOUND = "No assets found for the given search criteria."


@dataclass
class Marketo:
    """An instance: records by id, as the API returns single records."""

    programs: dict[int, Record] = field(default_factory=dict)
    folders: dict[int, Record] = field(default_factory=dict)
    campaigns: dict[int, Record] = field(default_factory=dict)
    smart_lists: dict[int, Record] = field(default_factory=dict)
    """Those of campaigns, and shared ones."""
    tokens: dict[tuple[str, int], Record] = field(default_factory=dict)
    """By type ("Folder" or "Program") and id."""
    channels: list[Record] = field(default_factory=list)
    flow_steps: Record | None = None
    lists_own_smart_lists: bool = False
    """Whether smartLists.json contains those of campaigns, which is not documented."""

    @classmethod
    def of_export(cls, folder: Path) -> Self:
        """Return the instance that an export came from."""

        def records(pattern: str) -> Iterable[Record]:
            for file in sorted(folder.glob(pattern)):
                yield from json.loads(file.read_text("utf-8"))["result"]

        return cls(
            programs={each["id"]: each for each in records("programs/*.json")},
            folders={each["id"]: each for each in records("folders.json")},
            campaigns={each["id"]: each for each in records("campaigns/*.json")},
            smart_lists={each["id"]: each for each in records("smart-lists/*.json")},
            tokens={
                (each["folder"]["type"], each["folder"]["value"]): each
                for each in records("tokens/*.json")
            },
            channels=[*records("channels.json")] or CHANNELS,
            flow_steps=next(iter(records("flow-step-types.json")), None),
        )

    def copy(self) -> Marketo:
        """Return a copy with its own dictionaries."""
        return replace(
            self,
            programs=dict(self.programs),
            folders=dict(self.folders),
            campaigns=dict(self.campaigns),
            smart_lists=dict(self.smart_lists),
            tokens=dict(self.tokens),
        )

    def reduce_to(self, program: int, campaigns: int | None = None) -> Marketo:
        """Return an instance with the campaigns of one program, and with all shared smart lists."""
        reduced = self.copy()
        own = {each["smartListId"] for each in self.campaigns.values()}
        homes = {each["folder"]["id"] for n, each in self.smart_lists.items() if n not in own}
        reduced.programs = {n: each for n, each in self.programs.items() if n in {program, *homes}}
        of_program = (
            (n, each)
            for n, each in self.campaigns.items()
            if each.get("parentProgramId") == program
        )
        reduced.campaigns = dict(itertools.islice(of_program, campaigns))
        for number in self.campaigns.keys() - reduced.campaigns.keys():
            del reduced.smart_lists[self.campaigns[number]["smartListId"]]
        return reduced

    def change(self, campaign: int, **fields: Any) -> None:
        """Change fields of a campaign."""
        self.campaigns[campaign] = self.campaigns[campaign] | fields

    def grow(self, campaigns: int) -> Marketo:
        """Return an instance with many copies of the campaigns, each with its own id."""
        grown = Marketo(dict(self.programs), self.folders, {}, dict(self.smart_lists), self.tokens)
        for number, original in enumerate(itertools.islice(_cycle(self.campaigns), campaigns)):
            id_, list_id = 100_000 + number, 500_000 + number
            grown.campaigns[id_] = original | {"id": id_, "smartListId": list_id}
            grown.smart_lists[list_id] = self.smart_lists[original["smartListId"]] | {"id": list_id}
        grown.channels = self.channels
        grown.flow_steps = self.flow_steps
        return grown

    def smart_list(self, number: int | None, query: Query) -> Record | None:
        found = self.smart_lists.get(number or 0)
        if found is None or query.get("includeRules") == "true":
            return found
        return _without(found, "rules")

    def own_smart_list(self, campaign: int, query: Query) -> Record | None:
        found = self.campaigns.get(campaign, {})
        return self.smart_list(found.get("smartListId"), query)

    def programs_listed(self, _: Query) -> list[Record]:
        """Programs in the list. The type of a default program is "program" here."""
        omitted = ("costs", "endDate", "startDate", "tags")
        listed = [_without(each, *omitted) for each in self.programs.values()]
        return [each | {"type": _LISTED_TYPES.get(each["type"], each["type"])} for each in listed]

    def campaigns_listed(self, _: Query) -> list[Record]:
        return [_without(each, "flow") for each in self.campaigns.values()]

    def smart_lists_listed(self, _: Query) -> list[Record]:
        own = {each["smartListId"] for each in self.campaigns.values()}
        return [
            _without(each, "rules")
            for number, each in self.smart_lists.items()
            if self.lists_own_smart_lists or number not in own
        ]

    def folders_listed(self, query: Query) -> list[Record]:
        deepest = int(query.get("maxDepth", "2"))
        return [each for each in self.folders.values() if self._depth(each) <= deepest]

    def _depth(self, folder: Record) -> int:
        parent = folder["parent"] and self.folders.get(folder["parent"]["id"])
        return 1 + self._depth(parent) if parent else 0


def _cycle(campaigns: dict[int, Record]) -> Iterable[Record]:
    return itertools.cycle(campaigns.values())


def _without(record: Record, *keys: str) -> Record:
    return {key: value for key, value in record.items() if key not in keys}


_LISTED_TYPES = {"default": "program"}


@dataclass(frozen=True)
class Endpoint:
    """An endpoint that https://developer.adobe.com/marketo-apis/api/asset documents."""

    path: str
    """Below /rest/asset/v1/, as a regular expression; a group holds the id."""
    parameters: frozenset[str]
    finds: Callable[[Marketo, int, Query], Record | None] | None = None
    """Returns a single record."""
    lists: Callable[[Marketo, Query], list[Record]] | None = None
    """Returns all records of a list, of which the response has a page."""

    def result(self, marketo: Marketo, path: str, query: Query) -> list[Record]:
        match = re.fullmatch(self.path, path)
        assert match
        if self.lists is not None:
            return _page(self.lists(marketo, query), query)
        assert self.finds
        found = self.finds(marketo, int(match[1]) if match.groups() else 0, query)
        return [] if found is None else [found]


_PAGE = {"maxReturn", "offset"}
_CHANGED = {"earliestUpdatedAt", "latestUpdatedAt"}
ENDPOINTS = (
    Endpoint(
        r"programs\.json",
        frozenset(_PAGE | _CHANGED | {"filterType", "filterValues"}),
        lists=Marketo.programs_listed,
    ),
    Endpoint(
        r"program/(\d+)\.json",
        frozenset(),
        finds=lambda marketo, number, _: marketo.programs.get(number),
    ),
    Endpoint(
        r"folders\.json",
        frozenset(_PAGE | {"root", "maxDepth", "workSpace"}),
        lists=Marketo.folders_listed,
    ),
    Endpoint(
        r"folder/(\d+)\.json",
        frozenset({"type"}),
        finds=lambda marketo, number, _: marketo.folders.get(number),
    ),
    Endpoint(
        r"folder/(\d+)/tokens\.json",
        frozenset({"folderType"}),
        finds=lambda marketo, number, query: marketo.tokens.get((query["folderType"], number)),
    ),
    Endpoint(
        r"smartCampaigns\.json",
        frozenset(_PAGE | _CHANGED | {"folder", "isActive"}),
        lists=Marketo.campaigns_listed,
    ),
    Endpoint(
        r"smartCampaign/(\d+)\.json",
        frozenset({"includeFlowSteps"}),
        finds=lambda marketo, number, _: marketo.campaigns.get(number),
    ),
    Endpoint(
        r"smartCampaign/(\d+)/smartList\.json",
        frozenset({"includeRules"}),
        finds=Marketo.own_smart_list,
    ),
    Endpoint(
        r"smartCampaign/flowSteps\.json",
        frozenset(),
        finds=lambda marketo, _, __: marketo.flow_steps,
    ),
    Endpoint(
        r"smartLists\.json",
        frozenset(_PAGE | _CHANGED | {"folder"}),
        lists=Marketo.smart_lists_listed,
    ),
    Endpoint(
        r"channels\.json",
        frozenset({"maxReturn", "offset"}),
        lists=lambda marketo, _: marketo.channels,
    ),
    Endpoint(
        r"smartList/(\d+)\.json",
        frozenset({"includeRules"}),
        finds=Marketo.smart_list,
    ),
)


def _page(records: list[Record], query: Query) -> list[Record]:
    size = min(int(query.get("maxReturn", "20")), 200)
    start = int(query.get("offset", "0"))
    return records[start : start + size]


@dataclass
class Fault:
    """A failure of the next requests that match."""

    match: str
    """A regular expression for a part of the path and query, such as `smartCampaign/2000.json`."""
    code: str | None = None
    """An error code of the API, with status 200."""
    message: str = ""
    status: int = 200
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    missing_bytes: int = 0
    """The bytes by which the response is shorter than its Content-Length."""
    is_closed: bool = False
    """Whether the server closes the connection without a response."""
    is_silent: bool = False
    """Whether the server does not respond until it is stopped."""
    is_slow: bool = False
    """Whether the response comes byte by byte until the server is stopped."""
    action: Callable[[], object] | None = None
    """Called before the response, which is a normal one if no other field is set."""
    times: int = 1
    """The number of requests that fail."""

    @property
    def is_harmless(self) -> bool:
        return (
            self.code is None
            and self.status == 200
            and self.body is None
            and not (self.is_closed or self.is_silent or self.is_slow or self.headers)
        )


@dataclass(frozen=True)
class Request:
    """A request of the client."""

    method: str
    path: str
    query: Query
    headers: dict[str, str]
    body: str = ""

    @property
    def call(self) -> str:
        """The path below /rest/asset/v1/."""
        return self.path.removeprefix("/rest/asset/v1/")


class MarketoServer:
    """Serves an instance on a free local port. Use it as a context manager."""

    def __init__(self, marketo: Marketo, context: ssl.SSLContext | None = None) -> None:
        self.marketo = marketo
        self.requests: list[Request] = []
        self.undocumented: list[Request] = []
        self.max_concurrent = 0
        """The maximum number of concurrent requests to the Asset API."""
        self.token_calls = 1_000_000
        """The number of API calls after which a token expires."""
        self.token_seconds = 3599
        """The lifetime of a token that the server reports."""
        self.stopping = threading.Event()
        self._faults: list[Fault] = []
        self._calls_left: dict[str, int] = {}
        self._concurrent = 0
        self._ids = itertools.count(1)
        self._lock = threading.Lock()
        self._arrived = threading.Condition(self._lock)
        self._barrier = threading.Barrier(1)
        self._http = _Http(self)
        if context is not None:
            self._http.socket = context.wrap_socket(self._http.socket, server_side=True)
        self.url = f"http{'s' if context else ''}://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> Self:
        threading.Thread(
            target=self._http.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True
        ).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()

    @property
    def environment(self) -> dict[str, str]:
        """Variables that make the client use this server."""
        return {
            "MARKETO_BASE_URL": self.url,
            "MARKETO_MUNCHKIN_ID": MUNCHKIN_ID,
            "MARKETO_CLIENT_ID": CLIENT_ID,
            "MARKETO_CLIENT_SECRET": CLIENT_SECRET,
        }

    @property
    def calls(self) -> list[str]:
        """The paths of all requests to the Asset API, in order."""
        return [each.call for each in self.requests if each.method == "GET"]

    def plan(self, *faults: Fault) -> None:
        """Add faults. The first one that matches a request applies."""
        self._faults += faults

    def reset(self) -> None:
        """Forget all requests and faults."""
        self.requests.clear()
        self._faults.clear()

    def hold_until(self, requests: int) -> Callable[[], object]:
        """Return the action of a fault that holds requests until there are this many."""
        self._barrier = threading.Barrier(requests, timeout=30)
        return self._barrier.wait

    def wait_for(self, match: str) -> None:
        """Wait until a request matches."""
        with self._arrived:
            assert self._arrived.wait_for(
                lambda: any(re.search(match, each.path) for each in self.requests), 30
            )

    def release(self) -> None:
        """Release held requests."""
        self._barrier.wait()

    # The threads of the server call the methods below.

    def fault_for(self, request: Request) -> Fault | None:
        target = request.path + ("?" if request.query else "")
        target += "&".join(f"{key}={value}" for key, value in request.query.items())
        with self._arrived:
            self.requests.append(request)
            self._arrived.notify_all()
            for fault in self._faults:
                if fault.times > 0 and re.search(fault.match, target):
                    fault.times -= 1
                    return fault
        return None

    def new_token(self) -> Record:
        with self._lock:
            token = f"cdf01657-110d-4155-99a7-{next(self._ids):012d}:int"
            self._calls_left[token] = self.token_calls
        return {
            "access_token": token,
            "token_type": "bearer",
            "expires_in": self.token_seconds,
            "scope": "apis@acme.example",
        }

    def token_error(self, request: Request) -> Record | None:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        with self._lock:
            if kind != "Bearer" or token not in self._calls_left or "access_token" in request.query:
                return self.error("601", "Access token invalid")
            self._calls_left[token] -= 1
            if self._calls_left[token] < 0:
                return self.error("602", "Access token expired")
        return None

    def error(self, code: str, message: str) -> Record:
        errors = [{"code": code, "message": message}]
        return {"requestId": self._request_id(), "success": False, "errors": errors}

    def respond(self, request: Request) -> Record:
        endpoint = next((each for each in ENDPOINTS if re.fullmatch(each.path, request.call)), None)
        if endpoint is None or not request.query.keys() <= endpoint.parameters:
            self.undocumented.append(request)
            return self.error("610", "Requested resource not found")
        result = endpoint.result(self.marketo, request.call, request.query)
        envelope: Record = {"success": True, "errors": [], "requestId": self._request_id()}
        envelope["warnings"] = [] if result else [NOTHING_FOUND]
        if result:
            envelope["result"] = result
        return envelope

    def _request_id(self) -> str:
        return f"{next(self._ids):x}#1a2b3c4d"

    def enter(self) -> None:
        with self._lock:
            self._concurrent += 1
            self.max_concurrent = max(self.max_concurrent, self._concurrent)

    def leave(self) -> None:
        with self._lock:
            self._concurrent -= 1


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, marketo: MarketoServer) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.marketo = marketo

    def handle_error(self, *_: object) -> None:
        """Ignore clients that close the connection, as some tests do."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    @property
    def marketo(self) -> MarketoServer:
        assert isinstance(self.server, _Http)
        return self.server.marketo

    def do_POST(self) -> None:
        length = int(self.headers.get("Content-Length", "0"))
        self._serve("POST", self.rfile.read(length).decode())

    def do_GET(self) -> None:
        self.marketo.enter()
        try:
            self._serve("GET", "")
        finally:
            self.marketo.leave()

    def log_message(self, *_: object) -> None:
        """Log nothing."""

    def _serve(self, method: str, body: str) -> None:
        address = urlsplit(self.path)
        request = Request(
            method,
            address.path,
            dict(parse_qsl(address.query)),
            {name.lower(): value for name, value in self.headers.items()},
            body,
        )
        fault = self.marketo.fault_for(request)
        if fault is not None and fault.action is not None:
            fault.action()
        if fault is None or fault.is_harmless:
            self._send(*self._succeed(request))
        else:
            self._fail(fault)

    def _succeed(self, request: Request) -> tuple[int, Record]:
        if request.path == "/identity/oauth/token":
            given = {key: values[0] for key, values in parse_qs(request.body).items()}
            if (given.get("client_id"), given.get("client_secret")) != (
                CLIENT_ID,
                CLIENT_SECRET,
            ):
                return 401, {"error": "invalid_client", "error_description": "Bad credentials"}
            return 200, self.marketo.new_token()
        error = self.marketo.token_error(request)
        return 200, error or self.marketo.respond(request)

    def _fail(self, fault: Fault) -> None:
        if fault.is_silent:
            self.marketo.stopping.wait(30)
        if fault.is_slow:
            self._trickle()
        elif fault.is_silent or fault.is_closed:
            self.close_connection = True
            self.connection.shutdown(socket.SHUT_RDWR)
        elif fault.code is not None:
            self._send(200, self.marketo.error(fault.code, fault.message))
        else:
            self._send_bytes(fault.status, fault.body or b"", fault.headers, fault.missing_bytes)

    def _trickle(self) -> None:
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Length", "1000000")
        self.end_headers()
        with suppress(OSError):  # the client closes the connection
            while not self.marketo.stopping.wait(0.05):
                self.wfile.write(b" ")

    def _send(self, status: int, content: Record) -> None:
        body = json.dumps(content, ensure_ascii=False).encode()
        headers = {"Content-Type": "application/json;charset=UTF-8"}
        if "gzip" in self.headers.get("Accept-Encoding", ""):
            body = gzip.compress(body, 1)
            headers["Content-Encoding"] = "gzip"
        self._send_bytes(status, body, headers)

    def _send_bytes(
        self, status: int, body: bytes, headers: dict[str, str], missing_bytes: int = 0
    ) -> None:
        try:
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body) + missing_bytes))
            self.end_headers()
            self.wfile.write(body)
        except OSError:  # the client has closed the connection
            self.close_connection = True
        if missing_bytes:
            self.close_connection = True


if __name__ == "__main__":
    with MarketoServer(Marketo.of_export(Path(sys.argv[1]))) as serving:
        for variable, value in serving.environment.items():
            print(f"export {variable}={value}")  # noqa: T201
        sys.stdout.flush()
        sys.stdin.read()
