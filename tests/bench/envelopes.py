"""Tickets made before the clock starts: five lines, a card, cash; numbered, chained, signed by the tests' tablet."""

import json
import random
from dataclasses import dataclass
from typing import Any

from tests.bench.ground import LETTER
from tests.peers.counter import Counter, line

LINES = 5


@dataclass
class Batch:
    """What one tablet will send: its token, and its tickets in their order."""

    token: str
    envelopes: list[dict[str, Any]]

    def as_json(self) -> str:
        """The same for the client's process: each envelope is the text of a request's body."""
        return json.dumps({"token": self.token, "bodies": [json.dumps(each) for each in self.envelopes]})


def batch(counter: Counter, size: int, choose: random.Random) -> Batch:
    """`size` tickets of one tablet. They are fresh: sold later than a minute after, they would open no drawer."""
    items = [item for item in counter.snapshot["items"] if item["measure"] == "piece"]
    cards = [card for card in counter.snapshot["cards"] if card["letter"] == LETTER]
    letter = counter.letter(LETTER)
    envelopes = []
    for _ in range(size):
        goods = choose.sample(items, LINES)
        lines = [line(item, 1000 * choose.randint(1, 3), letter) for item in goods]
        body = counter.ticket(*lines, card=choose.choice(cards)["id"], letter=LETTER)
        envelopes.append(counter.envelope("ticket", body))
    return Batch(counter.token, envelopes)
