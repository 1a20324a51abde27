"""Historique: who edited what, the latest first."""

from typing import Any
from uuid import UUID

from flask import render_template, request, url_for

from tiers_lieu.access import queries
from tiers_lieu.access.guard import needs
from tiers_lieu.access.models import AuditEntry
from tiers_lieu.admin import blueprint
from tiers_lieu.admin.audit_words import KINDS, PAGES, PRIVATE
from tiers_lieu.admin.here import may, page_number
from tiers_lieu.kernel.db import db

A_PAGE = 100


@blueprint.get("/historique")
@needs("audit.see")
def audit() -> str:
    """Edits, a hundred a page, of every kind or of one."""
    kind = request.args.get("sorte", "")
    kind = kind if kind in KINDS else ""
    number = page_number(request.args.get("page"))
    rows, total = queries.audit_entries(db.session, kind or None, limit=A_PAGE, offset=(number - 1) * A_PAGE)
    return render_template(
        "admin/audit.html",
        rows=rows,
        total=total,
        number=number,
        pages=max(1, -(-total // A_PAGE)),
        kind=kind,
        kinds=KINDS,
        names=queries.names_of(db.session, [row.account_id for row in rows]),
        address=_address,
        tells=_tells,
    )


def _tells(row: AuditEntry) -> bool:
    """What changed about a household is for those who may open its page."""
    return row.subject_kind not in PRIVATE or may("people.see")


def _address(row: AuditEntry) -> str | None:
    """The page of what was edited, for who may open it."""
    page = PAGES.get(row.subject_kind)
    if page is None or not may(page.permission):
        return None
    try:
        values: dict[str, Any] = {page.name: UUID(row.subject_id)}
    except ValueError:  # a number of the database, which no address holds
        return None
    return url_for(page.endpoint, **values)
