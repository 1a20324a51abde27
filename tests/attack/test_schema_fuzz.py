"""The APIs, fuzzed from their own documents: no 500, answers as documented, nothing of what was sent in a refusal."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.openapi import from_dict
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter

APIS = ("/caisse/api/v1", "/impression/api/v1")
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_schema_conformance,
]
EXAMPLES = {"sqlite": 40, "postgresql": 15}
SHORT = 5  # what is shorter may stand in any sentence, and so may a word: « tablet » is in « tablette »


def strings(value: Any) -> Iterator[str]:
    """Every text of a JSON value, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for name, each in value.items():
            yield str(name)
            yield from strings(each)
    elif isinstance(value, list):
        for each in value:
            yield from strings(each)


def known_words(document: Any) -> set[str]:
    """What the document itself says: names of fields and constants are no echo."""
    return set(strings(document))


def attack(operation: Any, headers: dict[str, str], words: set[str], examples: int) -> set[int]:
    """Send what the document allows, then what it forbids; returns the statuses seen."""
    statuses: set[int] = set()

    def send(case: Case) -> None:
        response = case.call(base_url="https://hub", headers=headers)
        statuses.add(response.status_code)
        case.validate_response(response, checks=CHECKS)
        if response.status_code >= 400:
            told = response.json()
            assert set(told) == {"code", "message", "field"}
            said = f"{told['message']} {told['field']}"
            sent = {each for each in strings(case.body) if len(each) >= SHORT and not each.isalpha()} - words
            assert [each for each in sent if each in said] == []

    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        bounded = settings(max_examples=examples, database=None, suppress_health_check=list(HealthCheck))
        bounded(given(case=operation.as_strategy(generation_mode=mode))(send))()
    return statuses


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("prefix", APIS)
def test_fuzzing_from_the_document_finds_nothing(
    prefix: str, demo: DemoHub, counter: Counter, agent_headers: dict[str, str], seed: int
) -> None:
    print(f"seed {seed}")
    document = demo.get(f"{prefix}/openapi.json", {})[1]
    schema = from_dict(document)
    schema.app = demo.app
    headers = counter.headers if prefix.startswith("/caisse") else agent_headers
    backend = "sqlite" if demo.app.extensions["settings"].is_sqlite else "postgresql"
    seen = {}
    for found in schema.get_all_operations():
        operation = found.ok()
        seen[operation.label] = attack(operation, headers, known_words(document), EXAMPLES[backend])
    assert len(seen) >= 4 and all(seen.values()), seen
    assert any(200 in statuses for statuses in seen.values()), seen


@pytest.mark.parametrize("evil", ["evil_name", " - at `$.evil_name", "<script>evil_name</script>"])
def test_the_name_of_an_unknown_field_is_not_said_back(
    evil: str, demo: DemoHub, agent_headers: dict[str, str]
) -> None:
    for body in ({evil: 1}, {"agent": "a", evil: 1}, {"agent": evil * 20}):
        status, told = demo.post("/impression/api/v1/lease", json.dumps(body).encode(), agent_headers)
        assert status == 400 and "evil_name" not in json.dumps(told)


def test_the_check_for_echoes_can_fail() -> None:
    assert list(strings({"a": ["bc", {"d": "e"}]})) == ["a", "bc", "d", "e"]
    assert "code" in known_words(json.loads('{"properties": {"code": {}}}'))
