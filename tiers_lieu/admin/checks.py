"""À vérifier: flags by kind, and envelopes set aside, each settled by somebody, with a note."""

import json
from contextlib import suppress
from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from wtforms.validators import Length

from tiers_lieu.access.guard import needs
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.fields import Line
from tiers_lieu.admin.forms import DeskForm, attempt
from tiers_lieu.admin.here import found, me
from tiers_lieu.kernel.db import db
from tiers_lieu.sales import check_queries as queries
from tiers_lieu.sales import checks as operations
from tiers_lieu.sales.check_queries import FlagRow

ID = "int(max=2147483647)"
MOST_SHOWN = 20_000  # characters of an envelope; the bytes themselves stay whole


class NoteForm(DeskForm):
    """What somebody has to say when settling."""

    note = Line(lazy_gettext("Ce que vous avez fait"), [Length(max=operations.NOTE_LENGTH)])


@blueprint.get("/a-verifier")
@needs("checks.see")
def checks() -> str:
    """What waits, and what was settled lately."""
    by_kind: dict[str, list[FlagRow]] = {}
    for row in queries.flag_rows(db.session):
        by_kind.setdefault(row.flag.kind, []).append(row)
    return render_template(
        "admin/checks.html",
        by_kind=by_kind,
        kept=queries.quarantined_rows(db.session),
        settled=queries.flag_rows(db.session, settled=True, limit=20),
        settled_kept=queries.quarantined_rows(db.session, settled=True, limit=20),
    )


@blueprint.post(f"/a-verifier/remarques/<{ID}:flag>")
@needs("checks.settle")
def checks_flag(flag: int) -> Any:
    """Settle a flag."""
    form = NoteForm()
    done = attempt(form, lambda: operations.settle_flag(flag_id=flag, note=form.note.data or "", by=me()))
    if done:
        flash(_("C'est noté : vu."))
        return redirect(url_for("admin.checks"))
    return render_template("admin/check_refused.html", form=form), form.status


@blueprint.get(f"/a-verifier/tickets/<{ID}:kept>")
@needs("checks.see")
def checks_kept(kept: int) -> str:
    """One envelope set aside: why, and what is in it, as text."""
    return _kept_page(kept, NoteForm())[0]


@blueprint.post(f"/a-verifier/tickets/<{ID}:kept>/vu")
@needs("checks.settle")
def checks_kept_settle(kept: int) -> Any:
    """Say what was done about an envelope set aside."""
    form = NoteForm()
    done = attempt(form, lambda: operations.settle_quarantined(kept_id=kept, note=form.note.data, by=me()))
    if done:
        flash(_("C'est noté. Le ticket reste gardé tel quel."))
        return redirect(url_for("admin.checks"))
    return _kept_page(kept, form)


def _kept_page(kept: int, form: NoteForm) -> tuple[str, int]:
    row = found(queries.quarantined_row(db.session, kept), _("Ce ticket n'existe pas."))
    page = render_template("admin/kept.html", row=row, form=form, content=_readable(row.kept.envelope))
    return page, form.status


def _readable(raw: bytes) -> str:
    """An envelope for people: JSON a line a value, or the text as it came; never markup."""
    text = raw.decode("utf-8", "replace")
    with suppress(ValueError, RecursionError):  # kept because it is not right: then shown as it came
        text = json.dumps(json.loads(text), ensure_ascii=False, indent=2)
    return text[:MOST_SHOWN]
