"""What every form of the desk shares: one way to run an operation, and one way to show its refusal."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _
from flask_wtf import FlaskForm

from tiers_lieu.kernel.errors import Refusal

Done = TypeVar("Done")
_ELSEWHERE = {401, 403, 404}  # said on a page of their own: no field of the form can mend them


class _OurWords:
    """What WTForms says by itself, in our words."""

    def gettext(self, text: str) -> str:
        return str(_SAID.get(text, text))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.gettext(many)


_CHOOSE = _("Choisissez dans la liste.")
_LONG = _("C'est trop long : %(max)d signes au plus.")
_SAID = {
    "Not a valid choice.": _CHOOSE,
    "Invalid Choice: could not coerce.": _CHOOSE,
    "Invalid choice(s): one or more data inputs could not be coerced.": _CHOOSE,
    "'%(value)s' is not a valid choice for this field.": _CHOOSE,
    "'%(value)s' are not valid choices for this field.": _CHOOSE,
    "Field cannot be longer than %(max)d character.": _LONG,
    "Field cannot be longer than %(max)d characters.": _LONG,
}


class DeskForm(FlaskForm):
    """A form whose page is shown again, with what was typed, until an operation accepts it."""

    class Meta(FlaskForm.Meta):
        def get_translations(self, form: Any) -> Any:
            return _OurWords()

    refusal: Refusal | None = None
    form_errors: list[str]

    @property
    def status(self) -> int:
        """The status of the page that shows this form."""
        if self.refusal is not None:
            return self.refusal.status
        return 400 if self.errors else 200

    @property
    def mistakes(self) -> list[tuple[str | None, str]]:
        """What is wrong, in the order of the form: (id of the box or None, sentence)."""
        found: list[tuple[str | None, str]] = [(None, str(text)) for text in self.form_errors]
        for field in self:
            for error in field.errors:
                text = error if isinstance(error, str) or not hasattr(error, "items") else ""
                found.append((None if field.name == "csrf_token" else field.id, str(text)))
        return [pair for pair in found if pair[1]]

    def refuse(self, refusal: Refusal) -> None:
        """Mark the field a refusal names, or the whole form."""
        self.refusal = refusal
        field: Any = self._fields.get(refusal.field or "")
        if field is None:
            self.form_errors = [*self.form_errors, str(refusal)]
        else:
            field.errors = [*field.errors, str(refusal)]


class RowForm(FlaskForm):
    """One row of a form: the whole form carries the token."""

    class Meta(DeskForm.Meta):
        csrf = False


def attempt(form: DeskForm, operation: Callable[[], Done]) -> Done | None:
    """Run an operation when a form was sent and is valid; a Refusal goes on the form, and None comes back.

    What no field can mend (nothing of that name, not allowed) still becomes a page of its own.
    """
    if not form.validate_on_submit():
        return None
    try:
        return operation()
    except Refusal as refusal:
        if refusal.status in _ELSEWHERE and refusal.field is None:
            raise
        form.refuse(refusal)
        return None
