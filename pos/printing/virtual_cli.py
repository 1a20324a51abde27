"""`python -m pos.printing.virtual`: a virtual printer on a port, its faults set from the keyboard."""

from __future__ import annotations

import argparse
import sys
import threading
from pathlib import Path
from typing import cast

from pos.printing.virtual import FAULTS, Fault, VirtualPrinter


def main(arguments: list[str] | None = None) -> int:
    """Serve until Ctrl-C; the exit code is 0 then, 1 when the port is taken."""
    parser = argparse.ArgumentParser(
        prog="python -m pos.printing.virtual",
        description="Imprimante de tickets virtuelle (ESC/POS sur TCP).",
    )
    parser.add_argument("--host", default="127.0.0.1", help="adresse d'écoute (127.0.0.1)")
    parser.add_argument("--port", type=int, default=9100, help="port d'écoute (9100)")
    parser.add_argument(
        "--columns", type=int, default=48, choices=(32, 42, 48), help="colonnes du papier (48)"
    )
    parser.add_argument("--code-page", type=int, default=16, help="emplacement de CP1252 (16)")
    parser.add_argument("--papers", type=Path, help="dossier où écrire chaque ticket, en PNG et en texte")
    options = parser.parse_args(arguments)
    try:
        printer = VirtualPrinter(options.columns, options.code_page, host=options.host, port=options.port)
    except OSError as error:
        print(f"Port {options.port} indisponible : {error.strerror}.", file=sys.stderr)  # noqa: T201
        return 1
    with printer:
        host, port = printer.address
        _say(f"Imprimante virtuelle sur {host}:{port}.")
        _say(f"Tapez un défaut pour le mettre ou l'ôter : {', '.join(FAULTS)}.")
        threading.Thread(target=_take_faults, args=(printer,), daemon=True).start()
        try:
            _show_papers(printer, options.papers)
        except KeyboardInterrupt:
            return 0
    return 0


def _show_papers(printer: VirtualPrinter, folder: Path | None) -> None:
    number = 0
    while True:
        try:
            printer.wait_for_paper(timeout=3600)
        except TimeoutError:
            continue
        for paper in printer.take_papers():
            number += 1
            _say(paper.text + "\n" + ("-" * 8 + " coupe" if paper.is_cut else "-" * 8 + " non coupé"))
            if folder:
                folder.mkdir(parents=True, exist_ok=True)
                (folder / f"{number:04d}.png").write_bytes(paper.picture)
                (folder / f"{number:04d}.txt").write_text(paper.text + "\n", encoding="utf-8")


def _take_faults(printer: VirtualPrinter) -> None:
    for line in sys.stdin:
        fault = line.strip()
        if fault in FAULTS:
            printer.set_fault(cast(Fault, fault), fault not in printer.faults)
        _say(f"Défauts : {', '.join(sorted(printer.faults)) or 'aucun'}.")


def _say(words: str) -> None:
    sys.stdout.write(words + "\n")
    sys.stdout.flush()
