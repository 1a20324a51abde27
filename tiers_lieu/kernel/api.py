"""JSON in, JSON out: strict reading, typed answers, and the OpenAPI document of the same types."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import msgspec
from flask import Response, request
from flask_babel import lazy_gettext as _

from tiers_lieu.kernel.errors import Refusal

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
    try:
        return msgspec.json.decode(request.get_data(), type=shape)
    except msgspec.ValidationError as error:
        where = str(error).rpartition(" - at ")[2].strip("`$.") if " - at " in str(error) else None
        raise Refusal("bad_request", _("La demande est mal formée."), field=where) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refusal("bad_json", _("Le message est illisible. Envoyez-le encore.")) from None


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
