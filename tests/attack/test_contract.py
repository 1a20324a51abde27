"""pos/CONTRACT.md and the OpenAPI documents are held to the code: every route is in both, every example is read."""

import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest
from flask import Flask

from tests.fixtures.demo import DemoHub
from tests.peers.counter import Counter, line
from tiers_lieu.printing.views import LeaseAsked, Report, Status
from tiers_lieu.sales.envelope import BODIES, Envelope, can_be_kept
from tiers_lieu.till.shapes import Paired, Pairing, State, Taken, Words

CONTRACT = Path(__file__).resolve().parents[2] / "pos" / "CONTRACT.md"
APIS = ("/caisse/api/v1", "/impression/api/v1")
SAMPLES = {
    "uuid7": '"01890000-0000-7000-8000-000000000000"',
    "uuid": '"01890000-0000-7000-8000-000000000000"',
    "…Z": "2026-11-24T13:32:05.123Z",
}


def routes(app: Flask) -> set[str]:
    """« POST /caisse/api/v1/pairing » of every route of the APIs; blanks are {}."""
    found = set()
    for rule in app.url_map.iter_rules():
        if rule.rule.startswith(APIS) and not rule.rule.endswith("/openapi.json"):
            path = re.sub(r"<[^>]+>", "{}", rule.rule)
            found |= {f"{method} {path}" for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    return found


def in_the_contract() -> set[str]:
    """The same, of every heading of the contract."""
    found, prefix = set(), ""
    for text in CONTRACT.read_text().splitlines():
        if text.startswith("## "):
            prefix = next(iter(re.findall(r"`(/[^`]+)`", text)), "")
        if heading := re.match(r"### `(GET|POST) ([^`]+)`", text):
            assert prefix, text
            found.add(f"{heading[1]} {prefix}/{re.sub(r'<[^>]+>', '{}', heading[2])}")
    return found


def test_every_route_is_in_the_contract_and_every_heading_is_a_route(app: Flask) -> None:
    assert in_the_contract() == routes(app)
    assert len(routes(app)) == 11


def test_every_route_is_in_its_document_with_its_refusals(app: Flask) -> None:
    found = set()
    for prefix in APIS:
        told = app.test_client().get(f"{prefix}/openapi.json", base_url="https://hub").get_json()
        for path, operations in told["paths"].items():
            for method, operation in operations.items():
                found.add(f"{method.upper()} {re.sub('{[^}]+}', '{}', path)}")
                assert "401" in operation["responses"]
                assert bool(operation.get("parameters")) == ("{" in path)
    assert found == routes(app)


def block(heading: str, place: int = 0) -> str:
    """A fenced example under a heading."""
    section = CONTRACT.read_text().split(heading, 1)[1]
    return section.split("```")[1 + 2 * place]


def example(text: str) -> Any:
    """An example as JSON: what stands for a value is given one, of several the first is taken."""
    text = re.sub(r"//.*", "", text)
    text = (
        text.replace("{…}", "{}")
        .replace('"…Z"', '"2026-11-24T13:32:05.123Z"')
        .replace('"https://…/t/…"', '"https://hub/t/x"')
    )
    text = re.sub(r'("[^"]*"|\b\w+\b|\{\}|\[\d+\])(?:\s*\|\s*(?:"[^"]*"|\w+|…))+', r"\1", text)
    text = re.sub(r"(?<=[:\[, ])uuid7?\b", SAMPLES["uuid"], text)
    text = re.sub(r"sha256 of [^,]+, or null", f'"{"a" * 64}"', text)
    text = re.sub(r"sha256 of [^,\n]+", f'"{"a" * 64}"', text)
    text = re.sub(r"base64 PNG", '""', text)
    return json.loads(re.sub(r",\s*…\]", "]", text))


def test_the_example_envelope_is_an_envelope() -> None:
    value = example(block("## The envelope"))
    value |= {"hash": "a" * 64, "signature": "A" * 86, "previous": ""}
    assert can_be_kept(b"", msgspec.convert(value, Envelope))


@pytest.mark.parametrize("kind", ["ticket"])
def test_the_example_bodies_are_bodies(kind: str) -> None:
    body = msgspec.convert(example(block(f'### `kind: "{kind}"`')), BODIES[kind])
    assert body.value_cents == 1138 and body.lines[0].paid_cents == 27  # type: ignore[attr-defined]
    paper = re.search(r'### `kind: "paper"`\n.*?`(\{.*?\})`', CONTRACT.read_text(), re.S)
    assert paper
    told = paper[1].replace("envelope id", SAMPLES["uuid"])
    assert msgspec.json.decode(told.encode(), type=BODIES["paper"])


@pytest.mark.parametrize(
    ("heading", "shape"),
    [
        ("### `POST lease`", LeaseAsked),
        ("### `POST jobs/<id>/report`", Report),
        ("### `POST printers/<id>/status`", Status),
        ("### `GET state`", State),
        ("### `GET tickets/<ticket id>/paper`", Words),
    ],
)
def test_the_inline_examples_are_read(heading: str, shape: Any) -> None:
    section = CONTRACT.read_text().split(heading, 1)[1].split("\n##")[0]
    found = re.search(r"`(\{.*?\})`", section, re.S)
    assert found
    text = re.sub(r'"sha256": "…"', f'"sha256": "{"a" * 64}"', found[1])
    text = (
        text.replace("[id, …]", "[1]")
        .replace("version", '"v"')
        .replace('"snapshot": ""v""', '"snapshot": "v"')
    )
    assert msgspec.convert(example(text), shape)


def test_the_answers_are_those_of_the_contract(demo: DemoHub) -> None:
    """What the server really says has the fields that the contract lists, and no other."""
    counter = Counter(post=demo.post)
    paired = msgspec.convert(counter.pair(demo.code())[1], Paired)
    assert paired.register.code == "C1"
    demo.refresh(counter)
    told = counter.sell(line(counter.item("Radis"), 1000))[1]
    assert set(re.findall(r'"(\w+)":', block("### `POST envelopes`"))) == set(told)
    assert msgspec.convert(told, Taken).status == "recorded"
    listed = set(re.findall(r'"(\w+)":', block("### `GET snapshot`"))) - {"B"}

    def names(value: Any) -> set[str]:
        if isinstance(value, list):
            return set().union(*map(names, value))
        inner = {} if not isinstance(value, dict) else value
        return set(inner).union(*(names(each) for key, each in inner.items() if key != "shares"))

    assert names(counter.snapshot) == listed
    assert msgspec.json.schema(Pairing)
