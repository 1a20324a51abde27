"""Importer: a list of products is sent, looked at with the reason of each bad row, then written whole."""

from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import BooleanField, HiddenField, SelectField

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint, uploads
from tiers_lieu.admin.fields import choices
from tiers_lieu.admin.forms import DeskForm, attempt
from tiers_lieu.admin.here import me
from tiers_lieu.catalogue.importing import Preview, apply_import, preview, read_list
from tiers_lieu.kernel.db import db
from tiers_lieu.structures.queries import all_structures


class ListForm(DeskForm):
    """The list, and the lists of prices beside it."""

    file = FileField(
        lazy_gettext("Liste des articles"), [FileRequired(lazy_gettext("Choisissez un fichier CSV."))]
    )
    prices = MultipleFileField(lazy_gettext("Listes de prix"))
    structure = SelectField(lazy_gettext("Structure qui vend"), coerce=int)


class WriteForm(DeskForm):
    """Which kept files to write, and whether the bad rows may be left out."""

    file = HiddenField()
    prices = HiddenField()
    structure = SelectField(coerce=int)
    leave_out = BooleanField(lazy_gettext("Laisser de côté les lignes fausses"))


@dataclass(frozen=True)
class Sent:
    """What was sent, by the names it is kept under, and what writing it would do."""

    file: str
    prices: tuple[str, ...]
    plan: Preview


@blueprint.route("/articles/importer", methods=["GET", "POST"])
@needs("catalogue.edit")
def items_import() -> Any:
    """Send a list; it is shown before anything is written."""
    form = ListForm()
    _offer(form)
    sent = attempt(form, lambda: _look(form))
    if sent is None:
        return render_template("admin/import.html", form=form), form.status
    write = WriteForm(
        formdata=None, file=sent.file, prices=" ".join(sent.prices), structure=form.structure.data
    )
    _offer(write)
    return render_template("admin/import_preview.html", form=write, plan=sent.plan)


@blueprint.post("/articles/importer/ecrire")
@needs("catalogue.edit")
def items_import_write() -> Any:
    """Write the list that was looked at."""
    form = WriteForm()
    _offer(form)
    plan = attempt(form, lambda: _write(form))
    if plan is None:
        again = ListForm(formdata=None)
        _offer(again)
        again.form_errors = [sentence for _box, sentence in form.mistakes]
        return render_template("admin/import.html", form=again), form.status
    flash(
        _(
            "C'est écrit : %(new)d nouveaux, %(changed)d changés.",
            new=len(plan.new),
            changed=len(plan.changed),
        )
    )
    return redirect(url_for("admin.items"))


def _look(form: ListForm) -> Sent:
    raw = form.file.data.read()
    lists = [each.read() for each in form.prices.data or [] if each]
    good, bad = read_list(raw, lists)
    plan = preview(db.session(), good, bad)
    return Sent(uploads.keep(raw), tuple(uploads.keep(each) for each in lists), plan)


def _write(form: WriteForm) -> Preview:
    lists = [uploads.kept(name) for name in (form.prices.data or "").split()]
    good, bad = read_list(uploads.kept(form.file.data or ""), lists)
    return apply_import(
        good=good,
        bad=bad,
        structure_id=form.structure.data,
        leave_out_bad_rows=form.leave_out.data,
        by=me(),
    )


def _offer(form: ListForm | WriteForm) -> None:
    form.structure.choices = choices((s.id, s.name) for s in all_structures(db.session))
