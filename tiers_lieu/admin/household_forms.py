"""Forms of the households' pages."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import FieldList, FormField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from tiers_lieu.admin.fields import Day, Line, Lines, Whole
from tiers_lieu.admin.forms import DeskForm, RowForm
from tiers_lieu.people.operations import NewMember

PERSONS_AT_ONCE = 6
_YEAR = _("Écrivez l'année en quatre chiffres.")


class SearchForm(DeskForm):
    """A name or a card number."""

    search = Line(_("Nom ou numéro de carte"), [Length(max=80)])


class _Person(RowForm):
    first_name = Line(_("Prénom"), [Length(max=60)])
    last_name = Line(_("Nom"), [Length(max=60)])
    birth_year = Whole(_("Année de naissance"), [Optional(), NumberRange(1900, 2200, _YEAR)])


class MemberForm(DeskForm):
    """One person."""

    first_name = Line(_("Prénom"), [DataRequired(_("Écrivez le prénom.")), Length(max=60)])
    last_name = Line(_("Nom"), [DataRequired(_("Écrivez le nom.")), Length(max=60)])
    birth_year = Whole(_("Année de naissance"), [Optional(), NumberRange(1900, 2200, _YEAR)])

    def person(self) -> NewMember:
        """The person typed."""
        return NewMember(self.first_name.data, self.last_name.data, self.birth_year.data)


class HouseholdForm(DeskForm):
    """The people of a new household, a row each; empty rows are left out."""

    persons = FieldList(FormField(_Person), min_entries=PERSONS_AT_ONCE, max_entries=PERSONS_AT_ONCE)

    def people(self) -> list[NewMember]:
        """The people typed."""
        rows = [entry.form.data for entry in self.persons]
        return [
            NewMember(row["first_name"], row["last_name"], row["birth_year"])
            for row in rows
            if row["first_name"] or row["last_name"] or row["birth_year"]
        ]

    @property
    def mistakes(self) -> list[tuple[str | None, str]]:
        """The form's own, then those of each row."""
        found: list[tuple[str | None, str]] = [(None, str(text)) for text in self.form_errors]
        for entry in self.persons:
            for field in entry.form:
                found += [(field.id, str(error)) for error in field.errors]
        return found

    def refuse(self, refusal: Any) -> None:
        """Mark the row a refusal is about: the first without both names."""
        super().refuse(refusal)
        if refusal.field == "first_name":
            self.form_errors = []
            rows = [entry.form for entry in self.persons]
            bad = next(
                (r for r in rows if bool(r.first_name.data) != bool(r.last_name.data)),
                next((r for r in rows if r.birth_year.data and not r.first_name.data), rows[0]),
            )
            field = bad.first_name if not bad.first_name.data else bad.last_name
            field.errors = [*field.errors, str(refusal)]


class GrantForm(DeskForm):
    """A letter, from when to when, and why."""

    letter = SelectField(_("Tarif"), [InputRequired(_("Choisissez une lettre."))], validate_choice=False)
    valid_from = Day(_("Du"), [InputRequired(_("Choisissez le premier jour."))])
    valid_until = Day(_("Au (compris)"), [Optional()])
    reason = Lines(_("Raison"), [DataRequired(_("Écrivez la raison de ce choix.")), Length(max=2000)])
