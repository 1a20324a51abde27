"""The login form."""

from flask_babel import lazy_gettext as _
from wtforms import EmailField, PasswordField
from wtforms.validators import InputRequired, Length

from tiers_lieu.admin.fields import one_line
from tiers_lieu.admin.forms import DeskForm


class LoginForm(DeskForm):
    """E-mail and password."""

    email = EmailField(
        _("Adresse e-mail"), [InputRequired(_("Écrivez votre adresse.")), Length(max=254)], filters=[one_line]
    )
    password = PasswordField(
        _("Mot de passe"), [InputRequired(_("Écrivez le mot de passe.")), Length(max=200)]
    )
