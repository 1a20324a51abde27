"""Foyers: the list, a household, its letter and its card."""

from typing import Any
from uuid import UUID

from flask import Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from tiers_lieu.access.guard import needs
from tiers_lieu.access.queries import names_of
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.cards import card_pdf, printer_of_pdf
from tiers_lieu.admin.fields import choices
from tiers_lieu.admin.forms import attempt
from tiers_lieu.admin.here import found, may, me, today
from tiers_lieu.admin.household_forms import GrantForm, HouseholdForm, MemberForm, SearchForm
from tiers_lieu.kernel.db import db
from tiers_lieu.people import operations as people
from tiers_lieu.people import queries
from tiers_lieu.people.models import Household
from tiers_lieu.tariffs import operations as tariffs
from tiers_lieu.tariffs import queries as letters
from tiers_lieu.tariffs.rules import cap_left

MEMBER = "/foyers/<uuid:household>/personnes/<int(max=2147483647):member>"


@blueprint.route("/foyers", methods=["GET", "POST"])
@needs("people.see")
def households() -> tuple[str, int]:
    """The newest households, or those a search finds; a name is searched by POST, so no address keeps it."""
    form = SearchForm()
    search = form.search.data or "" if form.validate_on_submit() else ""
    lines = queries.household_lines(db.session, search, limit=100)
    given = letters.granted_letters(db.session, today())
    page = render_template("admin/households.html", form=form, lines=lines, letters=given, search=search)
    return page, form.status


@blueprint.route("/foyers/nouveau", methods=["GET", "POST"])
@needs("people.edit")
def households_new() -> Any:
    """Write down a household."""
    form = HouseholdForm()
    made = attempt(form, lambda: people.add_household(members=form.people(), by=me()))
    if made:
        flash(_("Le foyer est écrit. Choisissez maintenant son tarif."))
        return redirect(url_for("admin.households_one", household=made.public_id))
    return render_template("admin/household_new.html", form=form), form.status


@blueprint.get("/foyers/<uuid:household>")
@needs("people.see")
def households_one(household: UUID) -> tuple[str, int]:
    """One household: people, letter, cards."""
    return _page(_household(household))


@blueprint.post("/foyers/<uuid:household>/tarif")
@needs("tariffs.grant")
def households_grant(household: UUID) -> Any:
    """Give a letter by hand, with a reason."""
    row = _household(household)
    form = _grant_form(row)
    given = attempt(
        form,
        lambda: tariffs.grant_letter(
            household_id=row.id,
            letter=form.letter.data,
            reason=form.reason.data,
            valid_from=form.valid_from.data or today(),
            valid_until=form.valid_until.data,
            by=me(),
        ),
    )
    if given:
        flash(_("Le tarif est enregistré."))
        return redirect(url_for("admin.households_one", household=row.public_id))
    return _page(row, grant=form)


@blueprint.route("/foyers/<uuid:household>/personnes", methods=["GET", "POST"])
@needs("people.edit")
def households_member_new(household: UUID) -> Any:
    """Add somebody to a household."""
    row, form = _household(household), MemberForm()
    made = attempt(
        form,
        lambda: people.add_member(household_public_id=row.public_id, member=form.person(), by=me()),
    )
    if made:
        flash(_("La personne est ajoutée."))
        return redirect(url_for("admin.households_one", household=row.public_id))
    return render_template("admin/member.html", form=form, household=row, member=None), form.status


@blueprint.route(MEMBER, methods=["GET", "POST"])
@needs("people.edit")
def households_member(household: UUID, member: int) -> Any:
    """Correct a name or a year of birth."""
    row = _household(household)
    person = found(queries.member(db.session, row.id, member))
    form = MemberForm(obj=person)
    done = attempt(
        form,
        lambda: people.change_member(
            household_public_id=row.public_id, member_id=member, member=form.person(), by=me()
        ),
    )
    if done:
        flash(_("La correction est enregistrée."))
        return redirect(url_for("admin.households_one", household=row.public_id))
    return render_template("admin/member.html", form=form, household=row, member=person), form.status


@blueprint.post("/foyers/<uuid:household>/carte")
@needs("people.edit")
def households_card(household: UUID) -> Response:
    """Make a card and hand its PDF over. The card before it stops."""
    row = _household(household)
    printer_of_pdf()
    card = people.issue_card(household_public_id=row.public_id, by=me())
    return card_pdf(
        text=card.text,
        number=card.number,
        title=_("Carte d'adhérent"),
        name=None,
        filename=f"carte-{card.number}",
    )


@blueprint.route("/foyers/<uuid:household>/carte/arret", methods=["GET", "POST"])
@needs("people.edit")
def households_card_stop(household: UUID) -> Any:
    """Stop the card of a household, after saying what that means."""
    row = _household(household)
    card = found(queries.open_card(db.session, row.id), _("Ce foyer n'a pas de carte."))
    if request.method == "POST":
        people.revoke_card(card_public_id=card.public_id, by=me())
        flash(_("La carte %(number)s est arrêtée.", number=card.number))
        return redirect(url_for("admin.households_one", household=row.public_id))
    return render_template("admin/card_stop.html", household=row, card=card)


def _household(public_id: UUID) -> Household:
    return found(queries.household(db.session, str(public_id)), _("Ce foyer n'existe pas."))


def _grant_form(row: Household) -> GrantForm:
    form = GrantForm()
    day = today()
    grid = letters.letters(db.session, day)
    form.letter.choices = choices([("", _("Choisir")), *((letter, letter) for letter in grid)])
    if request.method == "GET":
        form.valid_from.data = day
    return form


def _page(row: Household, grant: GrantForm | None = None) -> tuple[str, int]:
    day = today()
    terms = letters.letters(db.session, day)
    held = terms.get(letters.granted_letter(db.session, row.id, day) or "")
    left = None
    if held is not None:
        left = cap_left(held.cap_cents, letters.used_by(db.session, row.journal_key, held, day))
    grants = letters.grants(db.session, row.id)
    form = grant or (_grant_form(row) if may("tariffs.grant") else None)
    page = render_template(
        "admin/household.html",
        household=row,
        members=queries.members(db.session, row.id),
        cards=queries.cards(db.session, row.id),
        card=queries.open_card(db.session, row.id),
        letter=held,
        left=left,
        terms=terms,
        grants=grants,
        names=names_of(db.session, [g.granted_by for g in grants]),
        form=form,
        today=day,
    )
    return page, form.status if form else 200
