"""JSON in, JSON out: strict reading, typed answers, and the OpenAPI document of the same types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from flask import Response, request
from flask_babel import lazy_gettext as _

from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.kernel.text import bad_text, json_has_nul

T = TypeVar("T")
View = TypeVar("View", bound=Callable[..., Any])


class Shape(msgspec.Struct, forbid_unknown_fields=True):
    """A shape of the API. What it does not name is refused."""


class Refused(Shape):
    """The one shape of every refusal."""

    code: str
    message: str
    field: str | None


def read_json(shape: type[T]) -> T:
    """The request's body as `shape`. Refuses what is not JSON, and what has another shape, naming where."""
    raw = request.get_data()
    if json_has_nul(raw):
        raise bad_text()
    try:
        return msgspec.json.decode(raw, type=shape)
    except msgspec.ValidationError as error:
        raise Refusal("bad_request", _("La demande est mal formée."), field=_where(str(error))) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refusal("bad_json", _("Le message est illisible. Envoyez-le encore.")) from None


def _where(told: str) -> str | None:
    """The field msgspec names, or None. The name of an unknown field is the sender's own: it is not said back."""
    where = "" if "unknown field" in told else told.rpartition(" - at ")[2].strip("`$.")
    return where if " - at " in told and where else None


def bearer() -> str:
    """The token of the Authorization header, or an empty text."""
    scheme, _sep, token = request.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else ""


def answer(value: Any, status: int = 200) -> Response:
    """A JSON response that nobody keeps."""
    response = Response(msgspec.json.encode(value), status=status, mimetype="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response


@dataclass(frozen=True)
class Documented:
    """What the OpenAPI document says of a view: the same types that the view reads and writes."""

    summary: str
    takes: Any = None
    gives: Any = None
    refuses: tuple[int, ...] = (400,)
    extra: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, view: View) -> View:
        view.api = self  # type: ignore[attr-defined]
        return view


documented = Documented
