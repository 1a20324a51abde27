"""The épicerie solidaire: food at a social tariff."""

from flask_babel import lazy_gettext as _

from tiers_lieu.kernel.activity import Activity

ACTIVITY = Activity(name="epicerie", label=_("Épicerie"))
