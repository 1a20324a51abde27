"""`python -m pos.agent`: the print agent as a program.

Exit codes: 0 stopped on SIGTERM or Ctrl-C, the job in hand finished; 2 wrong arguments, or a file that cannot
be read; 3 the server does not know this agent's token. A server that is away is no reason to end.
"""

from __future__ import annotations

import argparse
import logging
import signal
import socket
import ssl
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

from pos.agent.api import ServerApi, UnknownAgent
from pos.agent.loop import Agent, Rhythm

STOPPED, WRONG, UNKNOWN = 0, 2, 3
_SIGNAL_TICK = 0.2  # Seconds.
_HERE = ("localhost", "127.0.0.1", "::1")


def main(arguments: list[str] | None = None) -> int:
    """Run the agent; the exit code is told above."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(stream=sys.stderr, level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    try:
        api = _server(options)
    except (OSError, ValueError) as error:
        print(f"pos.agent : {_words(error)}", file=sys.stderr)  # noqa: T201
        return WRONG
    agent = Agent(api, options.name, only=options.printer, rhythm=Rhythm(poll=options.poll))
    try:
        _run_until_told(agent)
    except UnknownAgent:
        print(  # noqa: T201
            "pos.agent : le serveur ne connaît pas cet agent. Voir « tiers-lieu agent add ».",
            file=sys.stderr,
        )
        return UNKNOWN
    return STOPPED


def _run_until_told(agent: Agent) -> None:
    """Run the agent in a thread, wait here for a signal: a handler that took its locks could hang it."""
    told = {signal.SIGTERM, signal.SIGINT}
    signal.pthread_sigmask(signal.SIG_BLOCK, told)
    with ThreadPoolExecutor(1, "agent") as pool:
        running = pool.submit(agent.run)
        while not running.done():
            if signal.sigtimedwait(told, _SIGNAL_TICK):
                agent.stop()
        running.result()


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m pos.agent", description="Agent d'impression de Tiers-Lieu."
    )
    parser.add_argument("--server", required=True, metavar="URL", help="adresse du serveur, en https")
    parser.add_argument(
        "--token-file", required=True, type=Path, metavar="F", help="fichier du jeton de l'agent"
    )
    parser.add_argument("--ca-file", type=Path, metavar="F", help="autorité du serveur, en PEM")
    parser.add_argument("--name", default=socket.gethostname(), metavar="N", help="nom de l'agent")
    parser.add_argument(
        "--printer", type=int, action="append", metavar="ID", help="imprimante servie, à répéter (toutes)"
    )
    parser.add_argument(
        "--poll", type=float, default=1.0, metavar="S", help="secondes entre deux demandes (1)"
    )
    return parser


def _server(options: argparse.Namespace) -> ServerApi:
    address = urlsplit(options.server)
    if address.scheme == "http" and address.hostname not in _HERE:
        raise ValueError(
            "l'adresse du serveur commence par https:// (http:// n'est admis que sur cette machine)."
        )
    if address.scheme not in ("http", "https"):
        raise ValueError("l'adresse du serveur commence par https://.")
    token = options.token_file.read_text(encoding="utf-8").strip()
    if not token or not token.isascii() or not token.isprintable():
        raise ValueError(f"{options.token_file} ne contient pas un jeton.")
    return ServerApi(options.server, token, ca_file=options.ca_file)


def _words(error: Exception) -> str:
    if isinstance(error, ssl.SSLError):
        return "le fichier de --ca-file n'est pas un certificat PEM."
    if isinstance(error, FileNotFoundError):
        return f"fichier introuvable : {error.filename or '--ca-file'}."
    if isinstance(error, OSError):
        return f"{error.filename or 'fichier'} : {error.strerror}."
    return str(error)


if __name__ == "__main__":
    raise SystemExit(main())
