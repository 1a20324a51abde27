"""The pages and the API: gunicorn, one process and its threads, over TLS, with the jobs beside the requests.

One process, because SQLite has one writer: requests and jobs share the same lock. A hub on PostgreSQL that
needs more runs `gunicorn wsgi:app` its own way.
"""

import sys
import threading
from pathlib import Path
from typing import Any

from gunicorn.app.base import BaseApplication

from tiers_lieu.config import Settings
from tiers_lieu.serving import certificate, writer


class Web(BaseApplication):
    """gunicorn, told everything here and nothing by files or the environment."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.served = certificate.ensure(settings)
        self.stop_jobs = threading.Event()
        super().__init__()

    def load_config(self) -> None:
        """Set what differs from gunicorn's own defaults."""
        shared_memory = Path("/dev/shm")  # noqa: S108 -- only a heartbeat file, named by gunicorn
        options = {
            "bind": [f"{self.settings.bind}:{self.settings.port}"],
            "worker_class": "gthread",
            "workers": 1,
            "threads": self.settings.threads,
            "worker_tmp_dir": str(shared_memory) if shared_memory.is_dir() else None,
            "control_socket_disable": True,  # it is opened in $HOME, where two hubs would collide
            "keepalive": 30,  # a tablet asks every ten seconds: no new handshake each time
            "graceful_timeout": 20,
            "certfile": str(self.served.chain),
            "keyfile": str(self.served.key),
            "ssl_context": certificate.LiveContext(self.served.chain, self.served.key),
            "loglevel": "warning",
            "post_worker_init": self.start_jobs,
            "worker_exit": self.end_jobs,
            "limit_request_line": 4094,
            "proc_name": "tiers-lieu",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The application, made in the worker: the arbiter stays small."""
        from tiers_lieu import create_app

        self.app = create_app(self.settings)
        return self.app

    def start_jobs(self, _worker: object) -> None:
        """Run the jobs in a thread of the worker that answers requests."""
        threading.Thread(target=self.work, name="jobs", daemon=True).start()

    def end_jobs(self, _arbiter: object, _worker: object) -> None:
        """Let the job in hand finish and take no other."""
        self.stop_jobs.set()

    def work(self) -> None:
        """Run the jobs until the end, again after a failure, waiting longer each time (1 s to 60 s)."""
        from tiers_lieu.jobs import worker

        wait = 1.0
        while not self.stop_jobs.is_set():
            try:
                worker.run(self.stop_jobs, self.app)
            except Exception as problem:
                print(f"tiers-lieu: jobs: {problem!r}", file=sys.stderr)  # noqa: T201 -- the log of a service
                self.stop_jobs.wait(wait)
                wait = min(wait * 2, 60.0)


if __name__ == "__main__":
    settings = Settings.from_environment()
    with writer.alone_if_unsafe(settings):
        Web(settings).run()
