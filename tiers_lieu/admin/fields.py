"""Fields of the desk's forms: what people type in French, as lines, cents, basis points and thousandths."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import DateField, Field, IntegerField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

_NUMBER = re.compile(r"(\d{1,9})(?:[.,](\d{1,3}))?")


def one_line(text: str | None) -> str:
    """A text as it is kept: composed, without control characters, without spaces around or doubled."""
    composed = unicodedata.normalize("NFC", text or "")
    return " ".join("".join(" " if unicodedata.category(c) == "Cc" else c for c in composed).split())


def some_lines(text: str | None) -> str:
    """The same for a text of several lines."""
    return "\n".join(one_line(line) for line in (text or "").splitlines()).strip()


def thousandths(text: str) -> int | None:
    """« 1,5 » as 1500, exactly; None for what is no such number. No float in between."""
    found = _NUMBER.fullmatch("".join(text.split()))
    if found is None:
        return None
    return int(found[1]) * 1000 + int((found[2] or "").ljust(3, "0"))


class Line(StringField):
    """A text of one line."""

    def process_data(self, value: str | None) -> None:
        self.data = value or ""  # a form that was sent without the field has an empty text, not None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = one_line(valuelist[0]) if valuelist else ""


class Lines(TextAreaField):
    """A text of several lines."""

    def process_data(self, value: str | None) -> None:
        self.data = value or ""  # a form that was sent without the field has an empty text, not None

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = some_lines(valuelist[0]) if valuelist else ""


class Whole(IntegerField):
    """A whole number that fits a column; empty is None."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].strip() if valuelist else ""
        self.data = None
        if typed:
            if not re.fullmatch(r"[0-9]{1,9}", typed):
                raise ValueError(str(_("Écrivez un nombre entier.")))
            self.data = int(typed)


class Day(DateField):
    """A civil date, as the browser's calendar sends it; empty is None."""

    def process_formdata(self, valuelist: list[str]) -> None:
        self.data = None
        typed = valuelist[0].strip() if valuelist else ""
        if typed:
            try:
                self.data = date.fromisoformat(typed)
            except ValueError:
                raise ValueError(str(_("Choisissez un jour du calendrier."))) from None


class _Number(Field):
    """A decimal number, kept as an integer of its smallest unit. What was typed is shown again when wrong."""

    widget = TextInput()
    step = 1  # thousandths in one smallest unit
    mistake = _("Écrivez un nombre.")

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return "" if self.data is None else self.written(self.data)

    def written(self, amount: int) -> str:
        """The amount as people type it."""
        whole, rest = divmod(amount * self.step, 1000)
        return f"{whole}" if not rest else f"{whole},{rest:03d}".rstrip("0")

    def process_formdata(self, valuelist: list[str]) -> None:
        typed = valuelist[0].replace("€", "").replace("%", "").strip() if valuelist else ""
        self.data = None
        if not typed:
            return
        amount = thousandths(typed)
        if amount is None or amount % self.step:
            raise ValueError(str(self.mistake))
        self.data = amount // self.step


class Cents(_Number):
    """A price in euros, kept in cents; empty is None."""

    step = 10
    mistake = _("Écrivez un prix, par exemple 1,80.")

    def written(self, amount: int) -> str:
        return f"{amount // 100},{amount % 100:02d}"


class Percent(_Number):
    """A share in percent, kept in basis points; empty is None."""

    step = 10
    mistake = _("Écrivez un pourcentage, par exemple 20.")


class Quantity(_Number):
    """Kilograms or pieces, kept in thousandths; empty is None."""

    mistake = _("Écrivez une quantité, par exemple 12 ou 1,5.")


class Ticks(SelectMultipleField):
    """Several choices, each with a box to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


def choices(pairs: Iterable[tuple[Any, Any]]) -> list[SelectChoice]:
    """What a select offers: (value, words) pairs."""
    return [SelectChoice(value, words) for value, words in pairs]


def described(field: Any, *, has_help: bool) -> dict[str, str]:
    """The ARIA attributes that tie a field to its reason and its help."""
    ties = [f"{field.id}-why"] if field.errors else []
    ties += [f"{field.id}-help"] if has_help else []
    told = {"aria-describedby": " ".join(ties)} if ties else {}
    return told | ({"aria-invalid": "true"} if field.errors else {})
