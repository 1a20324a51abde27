"""One family of refusals: a code for machines, a sentence that says what to do for people."""

from typing import Any


class Refusal(Exception):
    """Something was asked that cannot be done. `message` is plain French; nothing has changed."""

    status = 400

    def __init__(
        self, code: str, message: Any, *, field: str | None = None, status: int | None = None
    ) -> None:
        super().__init__(code)
        self.code = code
        self.message = message
        self.field = field
        if status is not None:
            self.status = status

    def __str__(self) -> str:
        return str(self.message)

    def as_json(self) -> dict[str, str | None]:
        """The one error shape of every API: code, message, field."""
        return {"code": self.code, "message": str(self.message), "field": self.field}


class NotFound(Refusal):
    """The thing named does not exist, or not for the one who asks."""

    status = 404


class NotAllowed(Refusal):
    """The one who asks is known, and may not."""

    status = 403


class NotKnown(Refusal):
    """Nobody said who asks, or said it wrongly."""

    status = 401
