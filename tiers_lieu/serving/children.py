"""Processes that must be running: started, watched, started again, stopped in order."""

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

RUNNER = Path(__file__).with_name("child.py")
ROOT = Path(__file__).resolve().parents[2]
QUICK_DEATH = 10.0  # seconds: dying sooner makes the next wait longer
LONGEST_WAIT = 60.0
STOP_SECONDS = 25.0  # longer than the server's own delay for requests on their way


@dataclass
class Child:
    """One process of ours: `module` is run by Python with `arguments`."""

    name: str
    module: str
    arguments: Sequence[str] = ()
    environment: Mapping[str, str] = field(default_factory=dict)
    clock: Callable[[], float] = time.monotonic
    process: subprocess.Popen[bytes] | None = None
    started: float = 0.0
    wait: float = 0.0
    restarts: int = 0

    def start(self) -> None:
        """Start the process, in a group of its own: Ctrl-C in a terminal is for us, who stop it in order."""
        path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
        environment = {**os.environ, "PYTHONPATH": path, **self.environment}
        # By its path, without our package: an agent has no use for a web framework in its memory.
        command = [sys.executable, "-P", str(RUNNER), self.module, *self.arguments]
        self.process = subprocess.Popen(command, env=environment, process_group=0)
        self.started = self.clock()

    def check(self) -> int | None:
        """Start again a process that died, after a wait that doubles from 1 s to 60 s while it dies at once.

        Returns the exit status when a death is noticed, else None.
        """
        if self.process is not None:
            status = self.process.poll()
            if status is None:
                return None
            lived = self.clock() - self.started
            self.wait = min(max(1.0, self.wait * 2), LONGEST_WAIT) if lived < QUICK_DEATH else 1.0
            self.process, self.started = None, self.clock()
            return status
        if self.clock() - self.started >= self.wait:
            self.restarts += 1
            self.start()
        return None

    def stop(self) -> None:
        """Ask the process to finish what it began; kill it if it does not."""
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self.process = None
