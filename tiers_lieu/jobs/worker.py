"""The worker: claims jobs and runs their handlers, each in the transaction that marks it done.

A handler is `handler(session, **arguments)`. A job that comes back every day asks for its next run itself, in the
same transaction.
"""

import logging
import os
import threading
from collections.abc import Callable, Mapping
from typing import Any

from flask import Flask

from tiers_lieu.jobs import operations
from tiers_lieu.kernel.db import atomic

Handler = Callable[..., None]
log = logging.getLogger("tiers_lieu.jobs")


class LeaseLost(Exception):
    """Another worker has the job now; this one's effect is rolled back."""


def run_one(handlers: Mapping[str, Handler], owner: str) -> bool:
    """Run the oldest due job. False when there is none."""
    job = operations.claim(owner=owner)
    if job is None:
        return False
    try:
        handler = handlers[job.kind]
        with atomic() as session:
            if not operations.finish(session, job.id, owner):
                raise LeaseLost
            handler(session, **job.arguments)
    except LeaseLost:
        log.warning("job %s: the lease was lost", job.id)
    except Exception as error:  # a worker survives any job; what failed is kept and tried again
        log.exception("job %s (%s) failed", job.id, job.kind)
        operations.postpone(job_id=job.id, owner=owner, error=type(error).__name__)
    return True


def handlers_of(app: Flask) -> dict[str, Handler]:
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
        while not stop.is_set():
            try:
                busy = run_one(handlers, owner)
            except Exception:  # the database may be away for a while; the worker waits for it
                log.exception("jobs: the database does not answer")
                busy = False
            if not busy:
                stop.wait(pause_seconds)
