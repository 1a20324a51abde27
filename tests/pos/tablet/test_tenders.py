"""No wrong change in a million generated tender sequences."""

import pytest

from tests.pos.tablet.conftest import Run

SEQUENCES = 1_000_000

# Each sequence: a total, then sums handed over in cash or by card until it is paid, through the code of the
# screens. The check is written apart: drawer and terminal gain the total, the drawn pieces are the change.
GENERATE = """
let seed = argument.seed >>> 0;
const draw = (below) => {
  seed = (seed + 0x6d2b79f5) >>> 0;
  let z = seed;
  z = Math.imul(z ^ (z >>> 15), z | 1);
  z ^= z + Math.imul(z ^ (z >>> 7), z | 61);
  return ((z ^ (z >>> 14)) >>> 0) % below;
};
const EURO = new Set([1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000, 20000]);
const wrong = [];
const say = (why, details) => wrong.length < 5 && wrong.push({ why, ...details });
let withChange = 0;
for (let n = 0; n < argument.sequences; n += 1) {
  const total = draw(4) === 0 ? 1 + draw(100) : 1 + draw(30000);
  const keys = cash.cashKeys(total);
  const offered = [keys.exact, keys.next, keys.after].filter((key) => key !== null);
  if (keys.exact !== total || new Set(offered).size !== offered.length) say("keys repeat", { total, keys });
  const isAbove = (key, floor) => key === null || (floor !== null && key > floor && EURO.has(key));
  if (!isAbove(keys.next, total)) say("not a piece above", { total, keys });
  if (!isAbove(keys.after, keys.next)) say("not the one after", { total, keys });
  let tenders = [];
  let inDrawer = 0;
  let onTerminal = 0;
  let left = total;
  for (let turn = 0; left > 0; turn += 1) {
    const kind = draw(4) === 0 ? "card" : "cash";
    const sums = [left, draw(left) + 1, keys.next ?? left, keys.after ?? left, draw(50000) + 1];
    const handed = turn > 3 ? left : sums[draw(5)];
    const added = cash.addTender(total, tenders, kind, handed);
    if (added === null) {
      if (!(kind === "card" && handed > left)) say("refused", { total, left, kind, handed });
      continue;
    }
    const { tender } = added;
    const back = cash.changePieces(tender.change_cents);
    const drawn = back.reduce((sum, { piece_cents, count }) => sum + piece_cents * count, 0);
    if (drawn !== Math.max(0, handed - left)) say("change", { total, left, kind, handed, tender, back });
    const areReal = back.every(({ piece_cents, count }) => EURO.has(piece_cents) && count > 0);
    if (!areReal) say("pieces", { total, back });
    if (kind === "card" && tender.change_cents !== 0) say("card change", { total, tender });
    if (drawn > 0) withChange += 1;
    if (kind === "cash") inDrawer += handed - drawn;
    else onTerminal += handed;
    tenders = added.tenders;
    left = added.left_cents;
  }
  if (inDrawer + onTerminal !== total) say("total", { total, inDrawer, onTerminal, tenders });
  if (!cash.addsUp(total, tenders)) say("does not add up", { total, tenders });
}
return { wrong, withChange };
"""


@pytest.mark.slow
def test_a_million_tender_sequences_give_no_wrong_change(run: Run, seed: int) -> None:
    found = run(GENERATE, {"seed": seed, "sequences": SEQUENCES}, cash="core/tender.js")
    assert found["wrong"] == [], f"seed {seed}"
    assert found["withChange"] > SEQUENCES // 10


@pytest.mark.parametrize(
    ("total", "kind", "handed"),
    [(875, "card", 1000), (875, "cash", 0), (875, "cash", -5), (875, "cash", 8.5), (0, "cash", 100)],
)
def test_a_sum_that_means_nothing_is_no_tender(run: Run, total: int, kind: str, handed: float) -> None:
    assert run("return cash.addTender(...argument)", [total, [], kind, handed], cash="core/tender.js") is None


def test_a_free_ticket_has_no_tender(run: Run) -> None:
    assert run("return [cash.addsUp(0, []), cash.addsUp(177, [])]", cash="core/tender.js") == [True, False]
