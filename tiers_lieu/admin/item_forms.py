"""Forms of the articles' pages."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length, Optional

from tiers_lieu.admin.fields import Cents, Line, Lines, Percent, Quantity, Whole, choices
from tiers_lieu.admin.forms import DeskForm
from tiers_lieu.admin.here import today
from tiers_lieu.catalogue import queries
from tiers_lieu.catalogue.operations import ItemFacts
from tiers_lieu.kernel.db import db
from tiers_lieu.structures.queries import all_structures
from tiers_lieu.tariffs.queries import letters

SHARE = "share_"


class ItemForm(DeskForm):
    """An item. One more field a letter of the grid, made by `item_form`."""

    name = Line(_("Nom"), [DataRequired(_("Écrivez le nom de l'article.")), Length(max=80)])
    category = SelectField(_("Rayon"), coerce=int)
    structure = SelectField(_("Structure qui vend"), coerce=int)
    measure = SelectField(
        _("Vendu"), choices=choices([("piece", _("À la pièce")), ("weight", _("Au poids, en kilogrammes"))])
    )
    unit = Line(_("Unité"), [DataRequired(_("Écrivez l'unité : kg, pièce, botte.")), Length(max=12)])
    price = Cents(_("Prix plein, en euros"), [Optional()])
    vat_class = SelectField(_("TVA"))
    codes = Lines(_("Codes-barres"), [Length(max=400)])
    tile = Whole(_("Place à l'écran de la caisse"), [Optional()])
    is_active = BooleanField(_("En vente"), default=True)

    def facts(self) -> ItemFacts:
        """What the operations take."""
        return ItemFacts(
            name=self.name.data,
            structure_id=self.structure.data,
            category_id=self.category.data,
            measure=self.measure.data,
            unit=self.unit.data,
            vat_class=self.vat_class.data,
            unit_cents=self.price.data,
            codes=tuple(dict.fromkeys((self.codes.data or "").replace(",", " ").split())),
            shares={f.name.removeprefix(SHARE): f.data for f in self.share_fields if f.data is not None},
            tile=self.tile.data,
            is_active=self.is_active.data,
        )

    @property
    def share_fields(self) -> list[Any]:
        """The fields of the letters' shares, in the order of the grid."""
        return [field for field in self if field.name.startswith(SHARE)]


def item_form(data: dict[str, Any] | None = None, **more: Any) -> ItemForm:
    """The form of an item, with what may be chosen today; `formdata=None` ignores what was sent."""
    grid = letters(db.session, today())
    fields = {
        SHARE + letter: Percent(gettext("Tarif %(letter)s, part payée en %%", letter=letter), [Optional()])
        for letter in grid
    }
    form: ItemForm = type("ItemFormOfToday", (ItemForm,), fields)(data=data, **more)
    form.category.choices = choices((c.id, c.name) for c in queries.categories(db.session))
    form.structure.choices = choices((s.id, s.name) for s in all_structures(db.session))
    form.vat_class.choices = choices(queries.vat_labels(db.session, today()))
    return form


class CountForm(DeskForm):
    """How much is there."""

    quantity = Quantity(_("Quantité comptée"), [InputRequired(_("Écrivez la quantité comptée."))])
