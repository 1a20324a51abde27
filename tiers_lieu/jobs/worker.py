"""The worker: claims jobs and runs their handlers, each in the transaction that marks it done.

A handler is `handler(session, **arguments)`; `Periodic(handler, every)` is one that comes back.
"""

import logging
import os
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from flask import Flask

from tiers_lieu.jobs import operations
from tiers_lieu.kernel.db import atomic

Handler = Callable[..., None]
log = logging.getLogger("tiers_lieu.jobs")


@dataclass(frozen=True)
class Periodic:
    """Work that comes back: its job is set for the next time in the transaction of its effect."""

    run: Handler
    every: timedelta


Handlers = Mapping[str, Handler | Periodic]


class LeaseLost(Exception):
    """Another worker has the job now; this one's effect is rolled back."""


def run_one(handlers: Handlers, owner: str) -> bool:
    """Run the oldest due job. False when there is none."""
    job = operations.claim(owner=owner)
    if job is None:
        return False
    try:
        handler = handlers[job.kind]
        with atomic() as session:
            if isinstance(handler, Periodic):
                held = operations.again(session, job.id, owner, handler.every)
            else:
                held = operations.finish(session, job.id, owner)
            if not held:
                raise LeaseLost
            work = handler.run if isinstance(handler, Periodic) else handler
            work(session, **job.arguments)
    except LeaseLost:
        log.warning("job %s: the lease was lost", job.id)
    except Exception as error:  # a worker survives any job; what failed is kept and tried again
        log.exception("job %s (%s) failed", job.id, job.kind)
        operations.postpone(job_id=job.id, owner=owner, error=type(error).__name__)
    return True


def handlers_of(app: Flask) -> dict[str, Handler | Periodic]:
    """Every handler of the house and of its activities, by kind."""
    found: dict[str, Any] = dict(app.extensions.get("job_handlers", {}))
    for activity in app.extensions["activities"].values():
        found.update(activity.job_handlers)
    return found


def run(stop: threading.Event, app: Flask | None = None, pause_seconds: float = 2.0) -> None:
    """Work until `stop` is set."""
    if app is None:
        from tiers_lieu import create_app

        app = create_app()
    owner = f"worker-{os.getpid()}"
    with app.app_context():
        handlers = handlers_of(app)
        operations.begin_periodic(
            kinds=[kind for kind, each in handlers.items() if isinstance(each, Periodic)]
        )
        while not stop.is_set():
            try:
                busy = run_one(handlers, owner)
            except Exception:  # the database may be away for a while; the worker waits for it
                log.exception("jobs: the database does not answer")
                busy = False
            if not busy:
                stop.wait(pause_seconds)
