"""The form of a new grid."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FieldList, FormField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from tiers_lieu.admin.fields import Cents, Day, Line, Percent, choices
from tiers_lieu.admin.forms import DeskForm, RowForm
from tiers_lieu.tariffs.operations import LetterTerms
from tiers_lieu.tariffs.rules import FULL_SHARE_BP, MOST_CAP_CENTS

LETTERS_AT_ONCE = 6
PERIODS = (("month", _("par mois")), ("week", _("par semaine")))
BASES = (("value", _("prix plein")), ("paid", _("somme payée")))


class _Letter(RowForm):
    letter = Line(
        _("Lettre"),
        [Optional(), Regexp("^[A-Za-z][A-Za-z0-9]?$", message=_("Une lettre, par exemple B."))],
    )
    share = Percent(
        _("Part payée, en %"),
        [Optional(), NumberRange(0, FULL_SHARE_BP, _("Une part va de 0 à 100 %%."))],
    )
    cap = Cents(
        _("Plafond, en euros"),
        [Optional(), NumberRange(0, MOST_CAP_CENTS, _("Un plafond va de 0 à 10 000 €."))],
    )
    period = SelectField(_("Compté"), choices=choices(PERIODS), default="month")
    basis = SelectField(_("Sur"), choices=choices(BASES), default="value")

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed; the two lists always say something."""
        return not any("".join(field.raw_data or ()).strip() for field in (self.letter, self.share, self.cap))

    def terms(self) -> LetterTerms:
        """The row as the operation takes it, once it is valid."""
        return LetterTerms(
            letter=(self.letter.data or "").upper(),
            share_bp=self.share.data or 0,
            cap_cents=self.cap.data,
            cap_basis=self.basis.data,
            cap_period=self.period.data,
        )


class GridForm(DeskForm):
    """A grid to come: its letters, a row each; blank rows are left out."""

    name = Line(_("Nom"), [DataRequired(_("Écrivez le nom de la grille.")), Length(max=80)])
    valid_from = Day(_("À partir du"), [InputRequired(_("Choisissez le premier jour."))])
    letters = FieldList(FormField(_Letter), min_entries=LETTERS_AT_ONCE, max_entries=LETTERS_AT_ONCE)

    def typed(self) -> list[_Letter]:
        """The rows that hold something."""
        return [entry.form for entry in self.letters if not entry.form.is_blank]

    def terms(self) -> list[LetterTerms]:
        """The letters typed."""
        return [row.terms() for row in self.typed()]

    def validate(self, extra_validators: Any = None) -> bool:
        """Each row alone, then together: a row has a letter and a share, and no letter comes twice."""
        good = bool(super().validate(extra_validators))
        seen: set[str] = set()
        for row in self.typed():
            letter = (row.letter.data or "").upper()
            if not letter and not row.letter.errors:
                row.letter.errors = [str(_("Écrivez la lettre."))]
            elif letter in seen:
                row.letter.errors = [str(_("Déjà prise."))]
            if row.share.data is None and not row.share.errors:
                row.share.errors = [str(_("Écrivez la part payée."))]
            seen.add(letter)
            good = good and not any(field.errors for field in row)
        return good

    @property
    def errors(self) -> dict[str, Any]:
        """Those of the form; one that a row got after its own check counts too."""
        found = dict(super().errors)
        if any(field.errors for entry in self.letters for field in entry.form):
            found.setdefault("letters", True)
        return found

    @property
    def mistakes(self) -> list[tuple[str | None, str]]:
        """The form's own, then those of each row."""
        found = super().mistakes
        for entry in self.letters:
            for field in entry.form:
                found += [(field.id, str(error)) for error in field.errors]
        return found
