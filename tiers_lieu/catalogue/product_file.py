"""Reading a product list: each row becomes an item to be, or a reason in plain French with its line."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext

from tiers_lieu.catalogue.families import DEFAULT, FAMILIES
from tiers_lieu.catalogue.rules import ean8_is_valid, ean13_is_valid, is_in_store, normal_code
from tiers_lieu.kernel.errors import Refusal

# What each column may be called; the first that a file has is used.
COLUMNS = {
    "code": ("ean13", "ean", "code", "code-barres", "gtin"),
    "name": ("nom", "produit", "article", "libellé", "name"),
    "brand": ("marque", "brand"),
    "size": ("quantite_texte", "quantité", "contenance"),
    "family": ("famille", "rayon", "catégorie"),
    "price": ("prix", "prix_eur", "price"),
}
MOST_ROWS = 50_000
NAME_LENGTH = 80


@dataclass(frozen=True)
class ProductRow:
    """One good row: what the file says of an item. `unit_cents` None: the file has no price."""

    line: int
    code: str
    name: str
    shelf: str
    vat_class: str
    unit_cents: int | None


@dataclass(frozen=True)
class BadRow:
    """One row that cannot be an item: its line in the file, its code, and why."""

    line: int
    code: str
    reason: str


def read_text(raw: bytes) -> str:
    """The text of an uploaded list. Refuses what is not UTF-8: guessing would spoil every accent."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(
            "not_utf8",
            lazy_gettext("Ce fichier n'est pas en UTF-8. Enregistrez-le en « CSV UTF-8 »."),
            field="file",
        ) from None


def read_rows(text: str) -> list[dict[str, str]]:
    """The rows under a header, whatever the separator. Refuses a list without a code and a name column."""
    head = text.partition("\n")[0]
    separator = max(",;\t", key=head.count)
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
        names = {(name or "").strip().casefold(): name for name in reader.fieldnames or []}
        found = {key: next((names[n] for n in all_of if n in names), None) for key, all_of in COLUMNS.items()}
        if found["code"] is None or found["name"] is None:
            raise Refusal(
                "no_columns",
                lazy_gettext("Il faut une colonne « ean13 » et une colonne « nom »."),
                field="file",
            )
        rows: list[dict[str, Any]] = []
        for row in reader:
            if len(rows) >= MOST_ROWS:
                raise Refusal(
                    "too_many_rows", lazy_gettext("Coupez ce fichier : 50 000 lignes au plus."), field="file"
                )
            values: dict[str, Any] = {
                key: (row.get(name) or "").strip() for key, name in found.items() if name
            }
            rows.append(values | {"line": reader.line_num})
        return rows
    except csv.Error:
        raise Refusal("bad_csv", lazy_gettext("Ce fichier n'est pas un CSV lisible."), field="file") from None


def read_prices(texts: Iterable[str]) -> dict[str, int]:
    """Prices by code from lists beside the products, in cents: the newest, before any discount where it is said."""
    newest: dict[str, tuple[bool, str, int]] = {}
    for text in texts:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        if not {"ean", "prix_eur"} <= set(reader.fieldnames or []):
            continue
        for row in reader:
            cents = cents_of(row.get("prix_sans_remise") or row["prix_eur"] or "")
            if cents is None:
                continue
            is_full = row.get("remise") != "1" or bool(row.get("prix_sans_remise"))
            code, rank = normal_code(row["ean"] or ""), (is_full, row.get("date") or "")
            if code not in newest or rank >= newest[code][:2]:
                newest[code] = (*rank, cents)
    return {code: cents for code, (_full, _day, cents) in newest.items()}


def cents_of(text: str) -> int | None:
    """Cents of « 1,82 », « 1.82 » or « 1,82 € »; None for what is no price. Half a cent goes up."""
    try:
        amount = Decimal(text.replace("€", "").replace("\u00a0", "").replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    if not amount.is_finite() or not 0 <= amount <= 10_000:
        return None
    return int((amount * 100 + Decimal("0.5")) // 1)


def judge(rows: list[dict[str, Any]], prices: dict[str, int]) -> tuple[list[ProductRow], list[BadRow]]:
    """Sort the rows into items to be and bad rows, in the order of the file."""
    good: list[ProductRow] = []
    bad: list[BadRow] = []
    seen: dict[str, int] = {}
    for row in rows:
        code = normal_code(row["code"])
        reason = _reason(row, code, seen)
        if reason:
            bad.append(BadRow(row["line"], row["code"][:24], reason))
            continue
        seen[code] = row["line"]
        shelf, vat_class = FAMILIES.get(row.get("family", ""), DEFAULT)
        given = row.get("price", "")
        cents = cents_of(given) if given else prices.get(code)
        good.append(ProductRow(row["line"], code, full_name(row), shelf, vat_class, cents))
    return good, bad


def _say(msgid: str, **values: object) -> str:
    return str(_(msgid, **values))


def _reason(row: dict[str, Any], code: str, seen: dict[str, int]) -> str | None:
    if not row["name"]:
        return _say("Le nom manque.")
    if not code:
        return _say("Le code-barres manque.")
    if not (code.isascii() and code.isdigit()):
        return _say("Le code-barres a des lettres ou des signes.")
    if len(code) not in (8, 13):
        return _say("Le code a %(n)d chiffres, il en faut 8 ou 13.", n=len(row["code"]))
    if not (ean13_is_valid(code) or ean8_is_valid(code)):
        return _say("Le dernier chiffre du code est faux.")
    if is_in_store(code):
        return _say("Code de magasin : le prix ou le poids est dedans.")
    if code in seen:
        return _say("Ce code est déjà à la ligne %(line)d.", line=seen[code])
    if row.get("price") and cents_of(row["price"]) is None:
        return _say("Le prix « %(price)s » est illisible.", price=row["price"][:12])
    return None


def full_name(row: dict[str, Any]) -> str:
    """« Nom, marque, contenance », each said once, cut at a word to fit a receipt."""
    name = " ".join(row["name"].split())
    for key in ("brand", "size"):
        more = " ".join(row.get(key, "").split())
        if more and more.casefold() not in name.casefold() and len(name) + len(more) + 2 <= NAME_LENGTH:
            name = f"{name}, {more}"
    return name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1].rsplit(" ", 1)[0] + "…"
