"""The server that plays Marketo gives what Adobe's definitions say, and would be found out."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from pull.conftest import judge
from pull.server import DOCUMENTED, Documented, Marketo
from test_instance_shapes import DEFINITIONS

if TYPE_CHECKING:
    from collections.abc import Iterator

needs_definitions = pytest.mark.skipif(
    not DEFINITIONS.is_file(),
    reason="Adobe's API definitions are kept beside the repository, and are not here",
)
QUERY = {"includeRules": "true", "folderType": "Program", "maxDepth": "20"}


@needs_definitions
@pytest.mark.parametrize("call", DOCUMENTED, ids=lambda call: call.operation)
def test_answers_have_the_shape_that_adobe_publishes(acme: Marketo, call: Documented) -> None:
    answers = [
        (call.definition, {"success": True, "errors": [], "requestId": "1", "result": found})
        for path in _paths(call, acme)
        if (found := call.answer(acme, path, QUERY))
    ]
    assert answers
    judge(answers)


def _paths(call: Documented, acme: Marketo) -> Iterator[str]:
    plain = call.path.replace("\\", "")
    if "(d+)" not in plain:
        yield plain
        return
    for number in {*acme.programs, *acme.folders, *acme.campaigns, *acme.smart_lists}:
        yield plain.replace("(d+)", str(number))


@needs_definitions
@pytest.mark.parametrize(
    "record",
    [{"id": "x"}, {"id": 1, "name": 2}, {"id": 1, "isExecutable": True}],
    ids=["no number", "no text", "unheard of"],
)
def test_an_answer_of_another_shape_is_found_out(record: dict[str, object]) -> None:
    answer = {"success": True, "requestId": "1", "result": [record]}
    with pytest.raises(AssertionError):
        judge([("ResponseOfSmartCampaignResponse", answer)])
