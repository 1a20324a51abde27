"""The head of the table: where it was measured, with what, and how busy the machine already was."""

import os
import platform
import subprocess
import time
from importlib.metadata import version

from tests.fixtures.browser import chromium_path
from tests.fixtures.postgres import find_program
from tiers_lieu.kernel.db import driver_module

LIBRARIES = ("SQLAlchemy", "Flask", "gunicorn", "psycopg")


def head() -> dict[str, str]:
    """What to know before reading a figure."""
    load = os.getloadavg()
    return {
        "machine": f"{os.cpu_count()} cores, {_processor()}, {platform.system()} {platform.release()}",
        "Python": platform.python_version(),
        "SQLite": driver_module().sqlite_version,
        "PostgreSQL": _said(str(find_program("postgres")), "--version").removeprefix(
            "postgres (PostgreSQL) "
        ),
        "Chromium": _said(chromium_path(), "--version").removeprefix("Chromium "),
        "libraries": ", ".join(f"{name} {version(name)}" for name in LIBRARIES),
        "load at start": f"{load[0]:.1f} (1 min), {load[1]:.1f} (5 min); quiet is below 0.5",
        "a fixed piece of Python": f"{_fixed_work():.0f} ms of processor time, more when neighbours are busy",
    }


def _fixed_work() -> float:
    """Processor time of a loop that is always the same, in ms, the best of five: busy neighbours make it longer."""
    times = []
    for _ in range(5):
        began = time.process_time()
        sum(number * number % 7 for number in range(500_000))
        times.append((time.process_time() - began) * 1000)
    return min(times)


def _processor() -> str:
    with open("/proc/cpuinfo") as file:
        names = [line.partition(":")[2].strip() for line in file if line.startswith("model name")]
    return names[0] if names else platform.machine()


def _said(*command: str) -> str:
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip().split(" built on ")[0]
