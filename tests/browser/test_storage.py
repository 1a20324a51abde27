"""What the tablet's browser keeps, looked at byte by byte: no resident's name, no card, no badge, no PIN."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page

from tests.browser.conftest import House
from tests.browser.test_main_job import CODES
from tests.browser.till import Till
from tiers_lieu.demo.catalogue import HOUSEHOLDS

DUMP = """async () => {
  const asked = (request) => new Promise((done, fail) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => fail(request.error);
  });
  const found = {
    local: { ...localStorage }, session: { ...sessionStorage }, cookie: document.cookie,
    address: location.href, title: document.title, databases: {}, caches: [],
  };
  for (const { name } of await indexedDB.databases()) {
    const base = await asked(indexedDB.open(name));
    found.databases[name] = {};
    for (const store of base.objectStoreNames) {
      const read = () => base.transaction(store).objectStore(store);
      found.databases[name][store] = [await asked(read().getAllKeys()), await asked(read().getAll())];
    }
    base.close();
  }
  for (const name of await caches.keys()) {
    for (const { url } of await (await caches.open(name)).keys()) found.caches.push(url);
  }
  const plain = (_, value) =>
    value instanceof CryptoKey ? { extractable: value.extractable, type: value.type } : value;
  return JSON.stringify(found, plain);
}"""


def kept(page: Page) -> str:
    """Everything the page's origin stores, as one text."""
    return str(page.evaluate(DUMP))


@pytest.mark.browser
@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_the_browser_keeps_no_name_and_no_secret_of_a_person(
    house: House, new_context: Callable[..., BrowserContext]
) -> None:
    context = new_context(viewport={"width": 1280, "height": 800})
    addresses: list[str] = []
    context.on("request", lambda request: addresses.append(request.url))
    till = Till(context.new_page())
    till.open(house.hub.url)
    code = house.code()
    till.pair(code)
    till.scan(house.logins.cards["Amina"])  # before anybody signed in: it waits, in memory alone
    found = [kept(till.page)]
    till.enter_with(house.logins.badge)
    till.scan(house.logins.cards["Amina"])
    till.scan(CODES["Savon de Marseille"])
    till.page.wait_for_timeout(500)
    found.append(kept(till.page))  # a basket in hand
    till.pay_with("card")
    till.page.click("[data-act=paper]")
    house.hub.kill()
    till.scan(house.logins.cards["Lucie"])
    till.scan(CODES["Savon de Marseille"])
    till.pay_with("card")
    found.append(kept(till.page))  # something in the outbox
    till.page.click("[data-act=switch]")
    found.append(kept(till.page))

    names = [name for row in HOUSEHOLDS for person in row[:2] if person for name in person[:2]]
    tokens = [card.removeprefix("TLC1.") for card in house.logins.cards.values()]
    badge = house.logins.badge.removeprefix("TLB1.")
    secrets = [
        *names,
        *tokens,
        badge,
        f'"{house.logins.pin}"',
        code,
        house.logins.coordinator,
        house.logins.password,
    ]
    assert len(names) >= 4 and len(tokens) >= 2
    for text in [*found, "\n".join(addresses)]:
        assert [secret for secret in secrets if secret in text] == []
    for text in found:
        told = json.loads(text)
        assert (told["local"], told["session"], told["cookie"]) == ({}, {}, "")
        assert [url for url in told["caches"] if "/api/" in url] == []
    assert '"extractable":false' in found[0] and '"extractable":true' not in found[0].replace(
        '"type":"public"', ""
    )
    assert "Savon de Marseille" in found[1]  # the search sees what is there
    assert context.cookies() == []
