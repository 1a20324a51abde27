"""JSON in, JSON out: strict reading, typed answers, and the OpenAPI document of the same types."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec
from flask import Response, request
from flask_babel import lazy_gettext as _

from tiers_lieu.kernel.errors import Refusal

T = TypeVar("T")


class Shape(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
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


def documented(
    summary: str,
    *,
    takes: Any = None,
    gives: Any = None,
    refuses: tuple[int, ...] = (400,),
    extra: Any = None,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Tell the OpenAPI document what a view takes and gives: the same types that the view reads and writes."""

    def mark(view: Callable[..., Any]) -> Callable[..., Any]:
        view.api = {
            "summary": summary,
            "takes": takes,
            "gives": gives,
            "refuses": refuses,
            "extra": extra or {},
        }  # type: ignore[attr-defined]
        return view

    return mark
