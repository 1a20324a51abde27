"""The chain in IndexedDB: numbered without a gap, signed, whole on the disk, and never forked by two tabs."""

import base64
from typing import Any

import rfc8785
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from playwright.sync_api import BrowserContext

from tests.pos.tablet.conftest import Run, runner

PAIR = """
const { privateKey, jwk } = await device.makeKeys();
await device.keepDevice({ device: "d", token: "t", register: { id: "r" } }, privateKey);
return { jwk, extractable: privateKey.extractable };
"""
SELL = """
const { key } = await device.readDevice();
const sell = (id) => facts.keepFact({
  device: "d", key, token: "t", register: "r", series: "C1A", kind: "ticket", id, cashier: "b",
  body: { label: "Œufs" }, made_at: "2026-11-24T13:32:05.123Z",
}, { paid: id, cart: undefined });
"""
MODULES = {"device": "store/device.js", "facts": "store/facts.js", "db": "store/db.js"}


def outbox(run: Run) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = run(
        "return (await (await db.db()).getAll('outbox')).map((each) => each.envelope)", **MODULES
    )
    return found


def number(text: str) -> int:
    return int.from_bytes(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)), "big")


def test_facts_are_numbered_chained_and_signed_by_a_key_that_cannot_leave(run: Run) -> None:
    paired = run(PAIR, **MODULES)
    assert paired["extractable"] is False
    run(SELL + "for (const id of ['a', 'b', 'c']) await sell(id);", **MODULES)
    public = ec.EllipticCurvePublicNumbers(
        number(paired["jwk"]["x"]), number(paired["jwk"]["y"]), ec.SECP256R1()
    ).public_key()
    previous = ""
    for expected, envelope in enumerate(outbox(run), start=1):
        assert (envelope["number"], envelope["previous"]) == (expected, previous)
        signature = envelope.pop("signature")
        previous = envelope.pop("hash")
        raw = base64.urlsafe_b64decode(signature + "==")
        assert len(raw) == 64
        r, s = int.from_bytes(raw[:32], "big"), int.from_bytes(raw[32:], "big")
        public.verify(encode_dss_signature(r, s), rfc8785.dumps(envelope), ec.ECDSA(SHA256()))


def test_two_tabs_selling_at_once_never_fork_the_chain(one_tablet: BrowserContext, tablet_files: str) -> None:
    pages = [one_tablet.new_page() for _ in range(2)]
    for page in pages:
        page.goto(tablet_files)
    first, second = (runner(page) for page in pages)
    first(PAIR, **MODULES)
    # Both start at once: neither waits for the other, the promises are collected afterwards.
    storm = (
        "globalThis.done = (async () => {"
        + SELL
        + "await Promise.all(Array.from({ length: 40 }, (_, n) => sell(argument + n))) })(); return null"
    )
    first(storm, "x", **MODULES)
    second(storm, "y", **MODULES)
    for page in pages:
        page.evaluate("globalThis.done")
    envelopes = outbox(first)
    assert [each["number"] for each in envelopes] == list(range(1, 81))
    assert [each["previous"] for each in envelopes] == ["", *(each["hash"] for each in envelopes[:-1])]


def test_the_chain_holds_without_web_locks_too(one_tablet: BrowserContext, tablet_files: str) -> None:
    one_tablet.add_init_script("Object.defineProperty(navigator, 'locks', { value: undefined })")
    page = one_tablet.new_page()
    page.goto(tablet_files)
    run = runner(page)
    run(PAIR, **MODULES)
    run(SELL + "await Promise.all(Array.from({ length: 20 }, (_, n) => sell('z' + n)))", **MODULES)
    assert [each["number"] for each in outbox(run)] == list(range(1, 21))


def test_one_basket_is_never_two_tickets(run: Run) -> None:
    run(PAIR, **MODULES)
    again = run(
        SELL
        + """
        await sell("same");
        try { await sell("same") } catch (error) { return error instanceof facts.AlreadyKept }
        """,
        **MODULES,
    )
    assert again is True
    assert len(outbox(run)) == 1


def test_the_basket_leaves_in_the_transaction_that_keeps_its_ticket(run: Run) -> None:
    run(PAIR, **MODULES)
    found = run(
        SELL
        + """
        await db.write("cart", { id: "a" });
        await sell("a");
        return [await db.read("cart") ?? null, await db.read("paid")];
        """,
        **MODULES,
    )
    assert found == [None, "a"]


def test_a_fact_too_long_for_an_envelope_is_refused_before_it_is_numbered(run: Run) -> None:
    run(PAIR, **MODULES)
    refused = run(
        SELL.replace('"Œufs"', '"x".repeat(70000)')
        + "try { await sell('long') } catch (error) { return error instanceof facts.TooLong }",
        **MODULES,
    )
    assert refused is True
    run(SELL + "await sell('short')", **MODULES)
    assert [each["number"] for each in outbox(run)] == [1]


def test_a_disk_that_refuses_leaves_the_chain_as_it_was(run: Run) -> None:
    run(PAIR, **MODULES)
    refused = run(
        SELL
        + """
        await sell("before");
        const add = IDBObjectStore.prototype.add;
        IDBObjectStore.prototype.add = () => { throw new DOMException("full", "QuotaExceededError") };
        const end = await sell("full").then(() => "kept", (error) => error.name);
        IDBObjectStore.prototype.add = add;
        await sell("after");
        return [end, await db.read("paid")];
        """,
        **MODULES,
    )
    assert refused == ["QuotaExceededError", "after"]
    assert [(each["number"], each["id"]) for each in outbox(run)] == [(1, "before"), (2, "after")]


def test_an_acknowledged_fact_leaves_the_outbox_and_is_kept_with_its_answer(run: Run) -> None:
    run(PAIR, **MODULES)
    found = run(
        SELL
        + """
        await sell("a"); await sell("b");
        const record = await facts.oldest();
        await facts.acknowledge(record, { status: "recorded" }, "now");
        const next = (await facts.oldest()).id;
        const counts = await facts.waitingCounts();
        return [record.id, next, counts, await facts.answerTo("a"), await facts.isKept("a")];
        """,
        **MODULES,
    )
    assert found == ["a", "b", {"facts": 1, "tickets": 1}, {"status": "recorded"}, True]
