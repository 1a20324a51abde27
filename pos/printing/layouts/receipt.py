"""The receipt: Valeur and Payé on every line, the same picture for every purse (look/receipt.html)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pos.printing import amounts
from pos.printing.paper import BLANK, Cell, Cut, Item, Line, Qr, centred, pair, rule
from pos.printing.text import clean, width_of, wrap

Facts = dict[str, Any]

LABEL_AT_LEAST = 10
HEADS = ("Valeur", "Payé")
VAT_HEADS = ("TVA", "HT", "TVA", "TTC")


def lay_out(document: Facts, columns: int) -> list[Item]:
    """The receipt `document` (CONTRACT.md, version 1) on `columns` characters.

    What is said of the saving is left out when it is nothing. The last line of `footer` closes the
    paper; those before it stand above the QR.
    """
    footer = [clean(line) for line in document["footer"]]
    return [
        *_header(document, columns),
        *_copy(document["copy"], columns),
        BLANK,
        *_ticket(document["ticket"], columns),
        rule(columns),
        *_basket(document, columns),
        *_tenders(document["tenders"], columns),
        *_saved(document["saved_cents"], columns),
        *_vat(document, columns),
        *([BLANK] if footer[:-1] else []),
        *(line for text in footer[:-1] for line in centred(text, columns)),
        *_qr(document["url"]),
        BLANK,
        *centred(clean(document["ticket"]["seal"]), columns),
        *centred(clean(document["software"]), columns),
        *(line for text in footer[-1:] for line in centred(text, columns)),
        Cut(),
    ]


def _header(document: Facts, columns: int) -> list[Item]:
    hub, structure = clean(document["hub"]["name"]), document["structure"]
    name = clean(structure["name"])
    below = [name] if name.casefold() != hub.casefold() else []
    below += [clean(part) for part in structure["address"]]
    if structure["siret"]:
        below.append(f"SIRET {amounts.siret(clean(structure['siret']))}")
    if structure["rna"]:
        below.append(f"RNA {clean(structure['rna'])}")
    if structure["vat_number"]:
        below.append(f"TVA {clean(structure['vat_number'])}")
    return [
        *centred(hub.upper(), columns, bold=True, big=True),
        *(line for part in below for line in centred(part, columns)),
    ]


def _copy(number: int, columns: int) -> list[Item]:
    return [BLANK, *centred(f"DUPLICATA {number}", columns, bold=True, big=True)] if number else []


def _ticket(ticket: Facts, columns: int) -> list[Item]:
    return [
        *pair(f"Ticket {clean(ticket['number'])}", clean(ticket["local"]), columns),
        *pair(clean(ticket["register"]), f"servi par {clean(ticket['cashier'])}", columns),
    ]


@dataclass(frozen=True, slots=True)
class _Grid:
    """How wide the columns of sums are; `is_stacked` when the sums are too long to stand beside a label."""

    columns: int
    value: int
    paid: int

    @classmethod
    def of(cls, values: list[int], paids: list[int], columns: int) -> _Grid:
        longest = [max(width_of(amounts.money(cents)) for cents in sums) for sums in (values, paids)]
        value, paid = (
            max(columns * 11 // 48, max(len(head), long) + 2)
            for head, long in zip(HEADS, longest, strict=True)
        )
        if columns - value - paid < LABEL_AT_LEAST:
            value, paid = (max(len(head), long) + 1 for head, long in zip(HEADS, longest, strict=True))
        return cls(columns, value, paid)

    @property
    def is_stacked(self) -> bool:
        return self.columns - self.value - self.paid < LABEL_AT_LEAST

    def row(self, label: str, value: str, paid: str, *, bold: bool = False) -> list[Line]:
        if self.is_stacked:
            return [
                *(Line((Cell(part, self.columns),), bold=bold) for part in wrap(label, self.columns)),
                *pair(HEADS[0], value, self.columns, bold=bold, indent=2),
                *pair(HEADS[1], paid, self.columns, bold=bold, indent=2),
            ]
        room = self.columns - self.value - self.paid
        first = wrap(label, room)[0]
        rest = label.strip()[len(first) :].strip()
        others = wrap(rest, self.columns) if rest else []
        cells = (Cell(first, room), Cell(value, self.value, "right"), Cell(paid, self.paid, "right"))
        return [Line(cells, bold=bold), *(Line((Cell(part, self.columns),), bold=bold) for part in others)]

    def heads(self) -> list[Line]:
        return [] if self.is_stacked else self.row("", *HEADS, bold=True)


def _basket(document: Facts, columns: int) -> list[Item]:
    lines = document["lines"]
    total_value, total_paid = document["value_cents"], document["paid_cents"]
    values = [total_value, *(line["value_cents"] for line in lines)]
    paids = [total_paid, *(line["paid_cents"] for line in lines)]
    grid = _Grid.of(values, paids, columns)
    items: list[Item] = [*grid.heads()]
    for line in lines:
        value, paid = amounts.money(line["value_cents"]), amounts.money(line["paid_cents"])
        items += grid.row(clean(line["label"]) or "Article", value, paid)
        items += _quantity(line, columns)
    items.append(rule(columns))
    items += grid.row("Total", amounts.money(total_value), amounts.money(total_paid))
    return items + _paid(amounts.euros(total_paid), columns)


def _quantity(line: Facts, columns: int) -> list[Line]:
    """« 1,240 kg x 2,00 » under its label; nothing for one piece."""
    if line["measure"] == "weight":
        quantity = amounts.weight(line["quantity"], clean(line["unit"]))
    elif line["quantity"] == 1000:
        return []
    else:
        quantity = amounts.pieces(line["quantity"])
    parts = wrap(f"{quantity} x {amounts.money(line['unit_cents'])}", columns - 2)
    return [Line((Cell("  " + part, columns),)) for part in parts]


def _paid(paid: str, columns: int) -> list[Line]:
    half = columns // 2
    if len("PAYÉ") + 1 + len(paid) > half:
        cells = (Cell("PAYÉ", 5), Cell(paid, columns - 5, "right"))
        return [Line(cells, bold=True, tall=True)]
    cells = (Cell("PAYÉ", half - len(paid)), Cell(paid, len(paid), "right"))
    return [Line(cells, bold=True, wide=True, tall=True)]


def _tenders(tenders: list[Facts], columns: int) -> list[Line]:
    lines: list[Line] = []
    for tender in tenders:
        lines += pair(clean(tender["label"]), amounts.euros(tender["given_cents"]), columns)
        if tender["change_cents"]:
            lines += pair("Rendu", amounts.euros(tender["change_cents"]), columns)
    return lines


def _saved(saved_cents: int, columns: int) -> list[Line]:
    if not saved_cents:
        return []
    said = f"Vous avez économisé {amounts.euros(saved_cents)}"
    return [rule(columns), *centred(said, columns, bold=True, tall=True)]


def _vat(document: Facts, columns: int) -> list[Line]:
    rows, mention = document["vat"], document["structure"]["vat_mention"]
    if rows:
        return [rule(columns), *_vat_table(rows, columns)]
    return [rule(columns), *centred(clean(mention), columns)] if mention else []


def _vat_table(rows: list[Facts], columns: int) -> list[Line]:
    keys = ("net_cents", "vat_cents", "gross_cents")
    table = [(amounts.rate(row["rate_bp"]), *(amounts.money(row[key]) for key in keys)) for row in rows]
    middle = columns * 11 // 48
    widths = (columns - 3 * middle - 1, middle, middle, middle + 1)
    if all(width_of(cell) < width for row in table for cell, width in zip(row, widths, strict=True)):
        return [_vat_row(VAT_HEADS, widths, bold=True), *(_vat_row(row, widths) for row in table)]
    lines: list[Line] = []
    for share, *sums in table:
        lines.append(Line((Cell(f"{VAT_HEADS[0]} {share}", columns),), bold=True))
        for head, cents in zip(VAT_HEADS[1:], sums, strict=True):
            lines += pair(head, cents, columns, indent=2)
    return lines


def _vat_row(cells: tuple[str, ...], widths: tuple[int, ...], *, bold: bool = False) -> Line:
    first, *others = zip(cells, widths, strict=True)
    return Line((Cell(*first), *(Cell(text, width, "right") for text, width in others)), bold=bold)


def _qr(url: str | None) -> list[Item]:
    return [BLANK, Qr(clean(url))] if url else []
