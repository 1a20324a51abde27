"""Forms of the accounts' pages."""

from flask_babel import lazy_gettext as _
from wtforms import BooleanField, PasswordField
from wtforms.validators import DataRequired, Length, Regexp

from tiers_lieu.admin.fields import Line, Ticks, choices
from tiers_lieu.admin.forms import DeskForm

ADDRESS = r"^$|^[^@\s]+@[^@\s]+\.[^@\s]+$"
ROLES = (
    ("cashier", _("Caisse")),
    ("volunteer", _("Bénévole")),
    ("session_leader", _("Animation d'atelier")),
    ("social_referent", _("Référence sociale")),
    ("coordinator", _("Coordination")),
    ("treasurer", _("Trésorerie")),
    ("administrator", _("Administration")),
    ("auditor", _("Contrôle, lecture seule")),
)


class AccountForm(DeskForm):
    """Somebody who works here."""

    name = Line(_("Prénom et nom"), [DataRequired(_("Écrivez un nom.")), Length(max=80)])
    email = Line(
        _("Adresse e-mail"),
        [
            Length(max=254),
            Regexp(ADDRESS, message=_("Écrivez une adresse complète.")),
        ],
    )
    password = PasswordField(_("Mot de passe"), [Length(max=200)])
    roles = Ticks(_("Rôles"), choices=choices(ROLES))


class GivenPasswordForm(DeskForm):
    """A password for somebody who lost theirs."""

    password = PasswordField(
        _("Nouveau mot de passe"), [DataRequired(_("Écrivez le nouveau mot de passe.")), Length(max=200)]
    )


class OwnPasswordForm(GivenPasswordForm):
    """One's own, which asks for the one before."""

    current = PasswordField(
        _("Mot de passe actuel"), [DataRequired(_("Écrivez le mot de passe actuel.")), Length(max=200)]
    )


class RolesForm(DeskForm):
    """What an account may do."""

    roles = Ticks(_("Rôles"), choices=choices(ROLES))
    is_active = BooleanField(_("Compte ouvert"))
