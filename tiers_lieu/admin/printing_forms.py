"""The form of a printer."""

from typing import Any

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, SelectField
from wtforms.validators import DataRequired, InputRequired, Length

from tiers_lieu.admin.fields import Line, Whole, choices
from tiers_lieu.admin.forms import DeskForm


class PrinterForm(DeskForm):
    """How a printer is reached and spoken to."""

    name = Line(_("Nom"), [DataRequired(_("Écrivez le nom de l'imprimante.")), Length(max=40)])
    driver = SelectField(
        _("Sorte"),
        choices=choices([("network", _("En réseau")), ("virtual", _("Virtuelle, à l'écran"))]),
    )
    host = Line(_("Adresse sur le réseau"), [Length(max=80)])
    port = Whole(_("Port"), [InputRequired(_("Souvent 9100."))], default=9100)
    columns = SelectField(
        _("Signes par ligne"),
        coerce=int,
        default=48,
        choices=choices([(48, _("48 (papier de 80 mm)")), (42, _("42 (80 mm)")), (32, _("32 (58 mm)"))]),
    )
    code_page = Whole(_("Table Windows-1252"), [InputRequired(_("Souvent 16."))], default=16)
    confirm = SelectField(
        _("Confirmation de l'imprimante"),
        default="barrier",
        choices=choices(
            [
                ("process_id", _("Elle nomme le ticket imprimé")),
                ("barrier", _("Elle répond après la coupe")),
                ("status", _("Elle dit seulement son état")),
                ("none", _("Elle ne répond jamais")),
            ]
        ),
    )
    drawer_pin = SelectField(
        _("Tiroir-caisse"),
        default="",
        choices=choices([("", _("Aucun")), ("2", _("Broche 2, la plus courante")), ("5", _("Broche 5"))]),
    )
    is_active = BooleanField(_("Imprimante en service"), default=True)

    def facts(self) -> dict[str, Any]:
        """What the operations take."""
        return {
            "name": self.name.data,
            "driver": self.driver.data,
            "host": self.host.data,
            "port": self.port.data,
            "columns": self.columns.data,
            "code_page": self.code_page.data,
            "confirm": self.confirm.data,
            "drawer_pin": int(self.drawer_pin.data) if self.drawer_pin.data else None,
        }
