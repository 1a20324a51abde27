"""`make bench`, or `python -m tests.bench [--quick] [--json FILE]`: everything measured in one run, with its bars.

It always ends with 0 when it could measure: a missed bar is said, on its line and at the end, and fails nothing.
"""

import argparse
import json
import os
import signal
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.bench import intake, till
from tests.bench.figures import Figure, verdict
from tests.bench.ground import postgres_server
from tests.bench.machine import head


@dataclass(frozen=True)
class Size:
    """How much is measured."""

    rounds: int
    sales: int  # in a round
    items: int
    gestures: int
    tickets: int  # sold by the page, online and as many offline
    load: int  # sales over HTTPS before memory is read


FULL = Size(rounds=7, sales=240, items=20_000, gestures=150, tickets=100, load=300)
QUICK = Size(rounds=1, sales=20, items=200, gestures=5, tickets=3, load=5)


def figures(size: Size) -> Iterator[Figure]:
    """Everything, in the order in which it is measured."""
    yield from intake.measure("SQLite", ("", ""), rounds=size.rounds, sales=size.sales)
    with postgres_server() as server:
        urls = (server.url(server.create()), server.url(server.create()))
        yield from intake.measure(
            "PostgreSQL", urls, rounds=size.rounds, sales=size.sales, database_folder=str(server.folder)
        )
    yield from till.measure(items=size.items, gestures=size.gestures, sales=size.tickets, load=size.load)


def say(found: Iterable[Figure]) -> list[Figure]:
    """Print each figure as it comes, and what the whole comes to."""
    told = []
    for figure in found:
        print(figure.as_line(), flush=True)
        told.append(figure)
    print(verdict(told))
    return told


def main(arguments: list[str] | None = None) -> None:
    """Measure, print, and write a file if one is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument(
        "--quick", action="store_true", help="very small: shows that the bench works, measures nothing"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write the figures here")
    asked = parser.parse_args(arguments)
    began = time.monotonic()
    machine = head()
    for name, words in machine.items():
        print(f"{name}: {words}")
    told = say(figures(QUICK if asked.quick else FULL))
    seconds = time.monotonic() - began
    print(f"Measured in {seconds:.0f} s; load at the end {os.getloadavg()[0]:.1f}.")
    if asked.json:
        content = {
            "machine": machine,
            "seconds": round(seconds),
            "figures": [each.as_json() for each in told],
        }
        asked.json.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that hubs and PostgreSQL are ended with us
    main()
