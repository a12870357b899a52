"""The test server responds according to Adobe's definitions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pull.conftest import validate
from pull.server import ENDPOINTS, Endpoint, Marketo
from test_instance_shapes import DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

needs_definitions = pytest.mark.skipif(
    not DEFINITIONS.is_file(), reason="Adobe's API definitions are not part of the repository"
)
QUERY = {"includeRules": "true", "folderType": "Program", "maxDepth": "20"}


@needs_definitions
@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.operation)
def test_responses_match_the_definitions(acme: Marketo, endpoint: Endpoint) -> None:
    responses = [
        (endpoint.definition, {"success": True, "errors": [], "requestId": "1", "result": result})
        for path in _paths(endpoint, acme)
        if (result := endpoint.result(acme, path, QUERY))
    ]
    assert responses
    validate(responses)


def _paths(endpoint: Endpoint, acme: Marketo) -> Iterator[str]:
    plain = endpoint.path.replace("\\", "")
    if "(d+)" not in plain:
        yield plain
        return
    for number in {*acme.programs, *acme.folders, *acme.campaigns, *acme.smart_lists}:
        yield plain.replace("(d+)", str(number))


@needs_definitions
@pytest.mark.parametrize(
    "record",
    [{"id": "x"}, {"id": 1, "name": 2}, {"id": 1, "isExecutable": True}],
    ids=["type of id", "type of name", "unknown property"],
)
def test_other_responses_are_rejected(record: dict[str, object]) -> None:
    response = {"success": True, "requestId": "1", "result": [record]}
    with pytest.raises(AssertionError):
        validate([("ResponseOfSmartCampaignResponse", response)])
