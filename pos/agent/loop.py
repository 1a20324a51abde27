"""The agent's days: lease, hand out, watch; one thread a printer at most."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

from pos.agent.api import Job, Refused, ServerApi, ServerAway, UnknownAgent
from pos.agent.work import Insistence, Work
from pos.printing.drivers import Driver, Printer
from pos.printing.render import UnknownDriver, driver_for

log = logging.getLogger("pos.agent")


@dataclass(frozen=True, slots=True)
class Rhythm:
    """Seconds between two askings, between two rounds of the printers, and while the server is away."""

    poll: float = 1.0
    watch: float = 10.0
    away: tuple[float, ...] = (1.0, 2.0, 5.0, 10.0)
    insistence: Insistence = field(default_factory=Insistence)


@dataclass(slots=True)
class _Station:
    """A printer, its driver, and who is using it."""

    printer: Printer
    driver: Driver
    busy: threading.Lock = field(default_factory=threading.Lock)


class Agent:
    """Serves the printers whose ids are in `only`, or all of them."""

    def __init__(
        self,
        api: ServerApi,
        name: str,
        *,
        only: list[int] | None = None,
        rhythm: Rhythm | None = None,
        make_driver: Callable[[Printer], Driver] = driver_for,
    ) -> None:
        self._api = api
        self._name = name
        self._only = only
        self._rhythm = rhythm or Rhythm()
        self._make_driver = make_driver
        self._stations: dict[int, _Station] = {}
        self._stations_lock = threading.Lock()
        self._strangers: set[int] = set()
        self._workers: list[threading.Thread] = []
        self._stopping = threading.Event()
        self._nudge = threading.Event()
        self._refusal: UnknownAgent | None = None

    def stop(self) -> None:
        """Take no more jobs; `run` returns once those in hand are told."""
        self._stopping.set()
        self._nudge.set()

    def run(self) -> None:
        """Serve until `stop`; raises UnknownAgent when the server does not know the token."""
        watcher = threading.Thread(target=self._watch, name="watch")
        watcher.start()
        try:
            self._lease_for_ever()
        finally:
            self.stop()
            for thread in (*self._workers, watcher):
                thread.join()
            for station in self._stations.values():
                station.driver.close()
        if self._refusal:
            raise self._refusal

    def _lease_for_ever(self) -> None:
        failures = 0
        while not self._stopping.is_set():
            self._nudge.clear()
            pause = self._rhythm.poll
            try:
                jobs = self._api.lease(self._name, self._only)
            except UnknownAgent as error:
                self._refusal = error
                return
            except (ServerAway, Refused) as error:
                if not failures:
                    log.warning("Serveur injoignable : %s. L'agent réessaie.", error)
                pause = self._rhythm.away[min(failures, len(self._rhythm.away) - 1)]
                failures += 1
            else:
                if failures:
                    log.info("Serveur de nouveau joignable.")
                failures = 0
                for job in jobs:
                    self._hand_out(job)
            if not self._stopping.is_set():
                self._nudge.wait(pause)

    def _hand_out(self, job: Job) -> None:
        self._workers = [thread for thread in self._workers if thread.is_alive()]
        worker = threading.Thread(target=self._work, args=(job,), name=f"printer-{job.printer.id}")
        self._workers.append(worker)
        worker.start()

    def _work(self, job: Job) -> None:
        station = self._station(job.printer)
        if station is None:
            return
        # The watcher may be asking the printer how it is; nobody else can be here, by the server's own rule.
        with station.busy:
            work = Work(self._api, job, station.driver, self._stopping, self._rhythm.insistence)
            try:
                try:
                    work.carry_out()
                except UnknownAgent:
                    raise
                except Exception as error:
                    # Never its words: they may quote the document.
                    log.error("Travail %s : erreur de l'agent (%s).", job.id, type(error).__name__)
                    work.give_up()
            except UnknownAgent as error:
                self._refusal = error
                self.stop()
        self._nudge.set()

    def _station(self, printer: Printer) -> _Station | None:
        """The station of that printer, made anew when its settings changed."""
        with self._stations_lock:
            station = self._stations.get(printer.id)
            if station and station.printer == printer:
                return station
            try:
                made = _Station(printer, self._make_driver(printer))
            except UnknownDriver:
                if printer.id not in self._strangers:
                    self._strangers.add(printer.id)
                    log.error(
                        "Imprimante %s : pilote « %s » inconnu de cet agent.", printer.id, printer.driver
                    )
                return None
            self._stations[printer.id] = made
        # Outside of the lock: the old one may be busy for long, and other printers must not wait for it.
        if station:
            with station.busy:
                station.driver.close()
        return made

    def _watch(self) -> None:
        while not self._stopping.is_set():
            try:
                printers = [p for p in self._api.printers() if self._only is None or p.id in self._only]
                self._forget_all_but(printers)
                for printer in printers:
                    if not self._stopping.is_set():
                        self._look_at(printer)
            except (ServerAway, Refused):
                log.debug("Tour des imprimantes remis : serveur injoignable.")
            self._stopping.wait(self._rhythm.watch)

    def _forget_all_but(self, printers: list[Printer]) -> None:
        """Let go of the printers the hub no longer has."""
        kept = {printer.id for printer in printers}
        with self._stations_lock:
            for printer_id, station in list(self._stations.items()):
                if printer_id not in kept and station.busy.acquire(blocking=False):
                    station.driver.close()
                    del self._stations[printer_id]
                    station.busy.release()

    def _look_at(self, printer: Printer) -> None:
        station = self._station(printer)
        if station is None or not station.busy.acquire(blocking=False):
            return
        try:
            status = station.driver.look()
        finally:
            station.busy.release()
        self._api.report_status(printer, status)
