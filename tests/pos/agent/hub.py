"""A small server that speaks `/impression/api/v1` of CONTRACT.md, to one agent, from a list of jobs."""

from __future__ import annotations

import base64
import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN = "jeton-de-l-agent"
AFTER = {  # What may follow what, as the contract has it.
    "leased": {"sending", "waiting", "expired", "failed"},
    "sending": {"confirmed", "unconfirmed", "failed"},
    "unconfirmed": {"confirmed"},
}


def stamp(moment: datetime) -> str:
    """RFC 3339 in UTC with milliseconds."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%f")[:-3] + "Z"


class Hub:
    """Leases its jobs one by one; `refuse_reports` and `drop_reports` are states it will not hear."""

    def __init__(self, tls=None) -> None:
        self.jobs: list[dict[str, Any]] = []
        self.reports: list[tuple[str, str, dict[str, Any]]] = []
        self.statuses: list[tuple[int, dict[str, Any]]] = []
        self.leases: list[dict[str, Any]] = []
        self.printers: list[dict[str, Any]] = []
        self.states: dict[str, str] = {}
        self.is_away = False
        self.drop_reports: set[str] = set()
        self.refuse_reports: set[str] = set()
        self.clock_ahead = timedelta()
        self.token = TOKEN
        self._changed = threading.Condition()
        hub = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                hub._answer(self, body)

            def do_GET(self) -> None:
                hub._answer(self, None)

            def date_time_string(self, timestamp=None) -> str:
                ahead = datetime.now(UTC) + hub.clock_ahead
                return super().date_time_string(ahead.timestamp())

            def log_message(self, *arguments) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        if tls is not None:
            self._server.socket = tls.wrap_socket(self._server.socket, server_side=True)
        self.url = f"{'https' if tls else 'http'}://localhost:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True)

    def __enter__(self) -> Hub:
        self._thread.start()
        return self

    def __exit__(self, *error) -> None:
        self._server.shutdown()
        self._thread.join(5)
        self._server.server_close()

    def add(self, job_id: str, document: dict[str, Any], printer: dict[str, Any], expires_in=None) -> None:
        """A job to lease."""
        now = datetime.now(UTC) + self.clock_ahead
        job = {
            "id": job_id,
            "kind": document["kind"],
            "attempt": 1,
            "lease_until": stamp(now + timedelta(seconds=60)),
            "expires_at": stamp(now + timedelta(seconds=expires_in)) if expires_in is not None else None,
            "document": document,
            "printer": printer,
        }
        with self._changed:
            self.jobs.append(job)

    def told(self, job_id: str) -> list[str]:
        """The states reported and accepted for a job."""
        return [state for told_id, state, _ in self.reports if told_id == job_id]

    def last(self, job_id: str) -> dict[str, Any]:
        """The last report of a job."""
        return next(body for told_id, _, body in reversed(self.reports) if told_id == job_id)

    def wait(self, is_so, timeout: float = 8.0) -> None:
        """Until `is_so()`."""
        with self._changed:
            assert self._changed.wait_for(is_so, timeout), (self.reports, self.statuses, len(self.leases))

    def wait_for_state(self, job_id: str, state: str, timeout: float = 8.0) -> None:
        """Until that state has been reported."""
        self.wait(lambda: state in self.told(job_id), timeout)

    def _answer(self, request: BaseHTTPRequestHandler, body: Any) -> None:
        with self._changed:
            status, answer = self._decide(request, body)
            self._changed.notify_all()
        if status == 0:  # Heard nothing, says nothing.
            request.close_connection = True
            return
        data = json.dumps(answer).encode()
        request.send_response(status)
        request.send_header("Content-Type", "application/json")
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)

    def _decide(self, request: BaseHTTPRequestHandler, body: Any) -> tuple[int, Any]:
        if self.is_away:
            return 503, "<html>"
        if request.headers["Authorization"] != f"Bearer {self.token}":
            return 401, {"code": "unknown_agent", "message": "Agent inconnu.", "field": None}
        match request.path.removeprefix("/impression/api/v1/").split("/"):
            case ["lease"]:
                return 200, {"jobs": self._lease(body)}
            case ["printers"]:
                return 200, {"printers": self.printers}
            case ["printers", printer_id, "status"]:
                self.statuses.append((int(printer_id), body))
                return 200, {}
            case ["jobs", job_id, "report"]:
                return self._hear(job_id, body)
        return 404, {"code": "not_found", "message": "Rien ici.", "field": None}

    def _lease(self, body: dict[str, Any]) -> list[dict[str, Any]]:
        self.leases.append(body)
        leased: list[dict[str, Any]] = []
        for job in list(self.jobs):
            if job["printer"]["id"] not in [other["printer"]["id"] for other in leased]:
                self.jobs.remove(job)
                self.states[job["id"]] = "leased"
                leased.append(job)
        return leased

    def _hear(self, job_id: str, body: dict[str, Any]) -> tuple[int, Any]:
        state = body["state"]
        if state in self.drop_reports:
            return 0, None
        if state in self.refuse_reports or state not in AFTER.get(self.states.get(job_id, ""), set()):
            return 409, {"code": "not_your_lease", "message": "Ce travail n'est plus à vous.", "field": None}
        if body["picture"]:
            assert base64.b64decode(body["picture"]).startswith(b"\x89PNG")
        self.states[job_id] = state
        self.reports.append((job_id, state, body))
        return 200, {"state": state}
