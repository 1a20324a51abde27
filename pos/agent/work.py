"""One job, from lease to last word: the states of CONTRACT.md, to the letter."""

from __future__ import annotations

import hashlib
import logging
import threading
import time
from dataclasses import dataclass, field

from pos.agent.api import Job, Refused, ServerApi, ServerAway, UnknownAgent
from pos.printing.drivers import Confirmed, Driver, Failed, NotSent, Report, Unconfirmed
from pos.printing.layouts import UnknownDocument
from pos.printing.render import render

log = logging.getLogger("pos.agent")


@dataclass(frozen=True, slots=True)
class Insistence:
    """How a last word is told again while the server is away: waits in seconds, the last one repeated."""

    waits: tuple[float, ...] = (0.5, 1.0, 2.0, 5.0)
    at_most: float = 300.0
    once_stopping: float = 10.0


@dataclass(slots=True)
class Work:
    """Carries one job out on one driver; `stopping` is set when the agent was asked to end."""

    api: ServerApi
    job: Job
    driver: Driver
    stopping: threading.Event
    insistence: Insistence = field(default_factory=Insistence)
    _sha256: str | None = None
    _is_announced: bool = False
    _is_late: bool = False

    def carry_out(self) -> None:
        """Print the job, or open the drawer, and tell the server; raises UnknownAgent and nothing else."""
        if self._has_expired():
            self._tell("expired")
            return
        printer = self.job.printer
        try:
            data = render(self.job.document, columns=printer.columns, code_page=printer.code_page)
        except UnknownDocument as error:
            log.error("Travail %s impossible : %s.", self.job.id, error)
            self._tell("failed", cause="document")
            return
        self._sha256 = hashlib.sha256(data).hexdigest()
        act = self.driver.kick if self.job.kind == "drawer" else self.driver.send
        self._conclude(act(data, self._announce))

    def give_up(self) -> None:
        """Something of ours broke: what is known is told, and no more."""
        self._tell("unconfirmed" if self._is_announced else "failed", cause="agent_error")

    def _has_expired(self) -> bool:
        return self.job.expires_at is not None and self.api.now() >= self.job.expires_at

    def _announce(self) -> bool:
        """Called with the printer ready and no byte sent; without the server's word, none is."""
        if self._has_expired():
            self._is_late = True
            return False
        try:
            self.api.report(self.job, "sending", sha256=self._sha256)
        except ServerAway as error:
            log.warning("Travail %s retenu : envoi non annoncé (%s).", self.job.id, error)
            return False
        except UnknownAgent:
            raise
        except Refused as error:
            log.warning("Travail %s retenu : %s.", self.job.id, error.code)
            return False
        self._is_announced = True
        return True

    def _conclude(self, report: Report) -> None:
        match report.outcome:
            case NotSent("not_announced"):
                # If the server heard us after all, its lease settles the job as unconfirmed.
                if self._is_late:
                    self._tell("expired")
            case NotSent(cause):
                # A drawer is tried once: open a minute later, it would open on nobody.
                self._tell("failed" if self.job.kind == "drawer" else "waiting", cause=cause)
            case Confirmed(level):
                self._tell("confirmed", ack_level=level, picture=report.picture)
            case Unconfirmed(cause):
                self._tell("unconfirmed", cause=cause, picture=report.picture)
            case Failed(cause):
                self._tell("failed", cause=cause)

    def _tell(
        self,
        state: str,
        *,
        ack_level: int | None = None,
        cause: str | None = None,
        picture: bytes | None = None,
    ) -> None:
        """Report until heard, refused, or too late to matter; the server's lease has the last word then."""
        log.info("Travail %s (%s) : %s%s.", self.job.id, self.job.kind, state, f", {cause}" if cause else "")
        began = time.monotonic()
        tries = 0
        while True:
            try:
                self.api.report(
                    self.job, state, ack_level=ack_level, cause=cause, sha256=self._sha256, picture=picture
                )
            except ServerAway as error:
                waited = time.monotonic() - began
                limit = self.insistence.once_stopping if self.stopping.is_set() else self.insistence.at_most
                if waited >= limit:
                    log.error("Travail %s : état %s non transmis (%s).", self.job.id, state, error)
                    return
                time.sleep(self.insistence.waits[min(tries, len(self.insistence.waits) - 1)])
                tries += 1
            except UnknownAgent:
                raise
            except Refused as error:
                log.warning("Travail %s : état %s refusé (%s).", self.job.id, state, error.code)
                return
            else:
                return
