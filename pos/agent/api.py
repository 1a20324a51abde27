"""The server as the agent sees it: `/impression/api/v1` of CONTRACT.md, by the standard library."""

from __future__ import annotations

import base64
import http.client
import json
import ssl
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from pos.printing.drivers import Printer
from pos.printing.status import Status

BASE = "/impression/api/v1"
_LONGEST_ANSWER = 8 * 1024 * 1024
_SKEW_WORTH_CORRECTING = timedelta(seconds=2)  # The Date header counts whole seconds.
_PRINTER_FIELDS = frozenset(field.name for field in fields(Printer))


class ServerAway(Exception):
    """No usable answer: it may have been heard, or not."""


class Refused(Exception):
    """The server answered no, with a code."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


class UnknownAgent(Refused):
    """The token opens nothing here."""


@dataclass(frozen=True, slots=True)
class Job:
    """A leased job: a frozen document and the printer it goes to."""

    id: str
    kind: str
    attempt: int
    expires_at: datetime | None
    document: dict[str, Any]
    printer: Printer


class ServerApi:
    """`url` is the server's address, `ca_file` the authority to trust in place of the system's."""

    def __init__(self, url: str, token: str, *, ca_file: Path | None = None, timeout: float = 5.0) -> None:
        parts = urlsplit(url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise ValueError("an address is https://name[:port]")
        self._host, self._port, self._prefix = parts.hostname, parts.port, parts.path.rstrip("/")
        self._timeout = timeout
        self._token = token
        self._tls = ssl.create_default_context(cafile=ca_file) if parts.scheme == "https" else None
        self._skew = timedelta()

    def now(self) -> datetime:
        """The time by the server's clock: a small machine beside a printer may have kept none."""
        return datetime.now(UTC) + self._skew

    def lease(self, agent: str, printers: list[int] | None) -> list[Job]:
        """At most one job a printer; raises ServerAway or Refused, like every call here."""
        answer = self._call("POST", "/lease", {"agent": agent, "printers": printers})
        return [_job(entry) for entry in _list(answer, "jobs")]

    def report(
        self,
        job: Job,
        state: str,
        *,
        ack_level: int | None = None,
        cause: str | None = None,
        sha256: str | None = None,
        picture: bytes | None = None,
    ) -> None:
        """Tell the state of a job; Refused with `not_your_lease` when it is no longer ours to tell."""
        shown = base64.b64encode(picture).decode() if picture else None
        body = {"state": state, "ack_level": ack_level, "cause": cause, "sha256": sha256, "picture": shown}
        self._call("POST", f"/jobs/{job.id}/report", body)

    def report_status(self, printer: Printer, status: Status) -> None:
        """Tell the state of a printer."""
        body = {
            "online": status.online,
            "paper": status.paper,
            "cover": status.cover,
            "drawer": status.drawer if printer.drawer_pin else None,
        }
        self._call("POST", f"/printers/{printer.id}/status", body)

    def printers(self) -> list[Printer]:
        """The printers of the hub."""
        return [_printer(entry) for entry in _list(self._call("GET", "/printers"), "printers")]

    def _call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}", "Accept": "application/json"}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            headers["Content-Type"] = "application/json"
        connection = self._connection()
        try:
            connection.request(method, self._prefix + BASE + path, body=data, headers=headers)
            response = connection.getresponse()
            raw = response.read(_LONGEST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            raise ServerAway(_words(error)) from error
        finally:
            connection.close()
        self._set_clock(response.headers.get("Date"))
        return _answer(response.status, raw)

    def _connection(self) -> http.client.HTTPConnection:
        # One connection a call: a call sent twice over a connection that had died could lease twice.
        if self._tls is None:
            return http.client.HTTPConnection(self._host, self._port, timeout=self._timeout)
        return http.client.HTTPSConnection(self._host, self._port, timeout=self._timeout, context=self._tls)

    def _set_clock(self, date: str | None) -> None:
        try:
            skew = parsedate_to_datetime(date or "") - datetime.now(UTC)
        except (TypeError, ValueError):
            return
        self._skew = skew if abs(skew) > _SKEW_WORTH_CORRECTING else timedelta()


def _answer(status: int, raw: bytes) -> Any:
    try:
        answer = json.loads(raw)
    except ValueError:
        answer = None
    if status == 200 and isinstance(answer, (dict, list)):
        return answer
    if 400 <= status < 500:
        refusal = answer if isinstance(answer, dict) else {}
        code, message = str(refusal.get("code", status)), str(refusal.get("message", f"HTTP {status}"))
        raise (UnknownAgent if status == 401 else Refused)(code, message)
    raise ServerAway(f"HTTP {status}")


def _words(error: Exception) -> str:
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificat refusé, {error.verify_message}"
    if isinstance(error, TimeoutError):
        return "pas de réponse"
    return getattr(error, "strerror", None) or type(error).__name__


def _list(answer: Any, name: str) -> list[dict[str, Any]]:
    """The list under `name`, or the answer itself when it is one; the contract shows the first for jobs."""
    entries = answer.get(name) if isinstance(answer, dict) else answer
    if not isinstance(entries, list):
        raise ServerAway("réponse incompréhensible")
    return entries


def _job(entry: dict[str, Any]) -> Job:
    try:
        expires_at = datetime.fromisoformat(entry["expires_at"]) if entry.get("expires_at") else None
        return Job(
            id=str(entry["id"]),
            kind=str(entry["kind"]),
            attempt=int(entry["attempt"]),
            expires_at=expires_at,
            document=dict(entry["document"]),
            printer=_printer(entry["printer"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ServerAway("réponse incompréhensible") from error


def _printer(entry: dict[str, Any]) -> Printer:
    """Fields this agent does not know are left aside: the contract only grows."""
    try:
        return Printer(**{name: value for name, value in entry.items() if name in _PRINTER_FIELDS})
    except TypeError as error:
        raise ServerAway("réponse incompréhensible") from error
