"""The form of a shelf of the till."""

from flask_babel import lazy_gettext as _
from wtforms import RadioField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from tiers_lieu.admin.fields import Line, choices
from tiers_lieu.admin.forms import DeskForm
from tiers_lieu.catalogue.rules import MOST_SHELVES

# Those of the till's sprite that can stand for a shelf.
PICTURES = (
    ("p-pomme", _("Pomme")),
    ("p-carotte", _("Carotte")),
    ("p-salade", _("Salade")),
    ("p-champignon", _("Champignon")),
    ("p-lait", _("Lait")),
    ("p-jambon", _("Jambon")),
    ("p-bocal", _("Bocal")),
    ("p-pain", _("Pain")),
    ("p-cafe", _("Tasse")),
    ("p-savon", _("Savon")),
    ("p-laverie", _("Machine")),
    ("p-chaise", _("Chaise")),
    ("p-cagette", _("Cagette")),
    ("p-article", _("Article")),
)
COLOURS = (
    ("red", _("Rouge")),
    ("orange", _("Orange")),
    ("yellow", _("Jaune")),
    ("green", _("Vert")),
    ("lime", _("Vert clair")),
    ("violet", _("Violet")),
    ("pink", _("Rose")),
    ("brown", _("Brun")),
    ("blue", _("Bleu")),
    ("cream", _("Crème")),
)
_CHOOSE_PICTURE = _("Choisissez une image.")


class ShelfForm(DeskForm):
    """A word, a picture, a colour and a place."""

    name = Line(_("Nom"), [DataRequired(_("Écrivez le nom du rayon.")), Length(max=40)])
    picture = RadioField(_("Image"), [InputRequired(_CHOOSE_PICTURE)], choices=choices(PICTURES))
    colour = SelectField(_("Couleur"), choices=choices(COLOURS))
    place = SelectField(
        _("Place à l'écran"),
        coerce=int,
        choices=choices((place, str(place)) for place in range(1, MOST_SHELVES + 1)),
    )

    def offer(self, count: int) -> "ShelfForm":
        """As many places as shelves there will be."""
        self.place.choices = choices((place, str(place)) for place in range(1, count + 1))
        return self
