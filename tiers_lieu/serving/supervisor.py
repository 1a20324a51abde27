"""`tiers-lieu serve`: everything a small site needs, from one command and in one place.

The web server (with the jobs), the print agent, and here the plain page and the certificate's renewal.
"""

import signal
import socket
import ssl
import threading
import time
from collections.abc import Callable
from http.client import HTTPException, HTTPSConnection
from pathlib import Path
from urllib.parse import urlsplit

from tiers_lieu.config import Settings, base_url
from tiers_lieu.kernel.errors import Refusal
from tiers_lieu.serving import certificate, plain
from tiers_lieu.serving.children import Child

TICK = 0.5
RENEWAL_SECONDS = 3600.0
READY_SECONDS = 60.0


def _say(line: str) -> None:
    print(line, flush=True)  # noqa: T201 -- the terminal, or the log of a service


def serve(
    settings: Settings,
    *,
    with_agent: bool = True,
    say: Callable[[str], None] = _say,
    once_ready: str = "",
) -> int:
    """Run until SIGTERM or SIGINT, then stop in order: agent first, so that no paper is cut; returns 0."""
    refuse_taken_ports(settings)
    stop = threading.Event()
    for each in (signal.SIGTERM, signal.SIGINT):
        signal.signal(each, lambda _signal, _frame: stop.set())
    served = certificate.ensure(settings)
    page = plain.start(settings, served)
    web = Child("serveur", "tiers_lieu.serving.web")
    children = [web]
    web.start()
    try:
        if await_ready(settings, stop):
            say(f"Tiers-Lieu est prêt : {settings.url}")
            say(f"Pour préparer une tablette : http://{_plain_host(settings)}/")
            if once_ready:
                say(once_ready)
        if with_agent and not stop.is_set():
            children.append(agent_child(settings, served))
            children[-1].start()
        _watch(children, settings, stop, say)
    finally:
        page.shutdown()
        page.server_close()
        for child in reversed(children):
            child.stop()
    say("Tiers-Lieu est arrêté.")
    return 0


def refuse_taken_ports(settings: Settings) -> None:
    """Refuse to start where somebody else listens already: a server that cannot bind would only try again."""
    family = socket.AF_INET6 if ":" in settings.bind else socket.AF_INET
    for variable, port in (
        ("TIERS_LIEU_PORT", settings.port),
        ("TIERS_LIEU_PLAIN_PORT", settings.plain_port),
    ):
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.bind, port))
            except OSError:
                message = f"Le port {port} est pris ou interdit. Changez {variable}."
                raise Refusal("port_taken", message) from None


def agent_child(settings: Settings, served: certificate.Served) -> Child:
    """The print agent beside the server: it speaks to it over HTTPS, with a token of its own."""
    arguments = [
        "--server",
        local_url(settings),
        "--token-file",
        str(agent_token_file(settings)),
        "--name",
        "serve",
    ]
    if served.is_local:
        arguments += ["--ca-file", str(settings.keys / "authority.pem")]
    return Child("agent d'impression", "pos.agent", arguments)


def agent_token_file(settings: Settings) -> Path:
    """Where `serve` keeps the token of its own agent."""
    return settings.keys / "agent.token"


def local_url(settings: Settings) -> str:
    """The address this machine reaches the hub by: loopback where the certificate covers it."""
    return settings.url if settings.certificate else base_url("localhost", settings.port)


def await_ready(settings: Settings, stop: threading.Event, seconds: float = READY_SECONDS) -> bool:
    """Wait until the server answers; False when it does not in time or is stopped meanwhile."""
    limit = time.monotonic() + seconds
    while time.monotonic() < limit and not stop.is_set():
        try:
            _ask(settings)
        except (OSError, HTTPException):
            stop.wait(0.1)
        else:
            return True
    return False


def _ask(settings: Settings) -> None:
    """One question over TLS. Raises OSError or HTTPException while there is no answer."""
    context = ssl.create_default_context()
    if settings.certificate is None:
        context.load_verify_locations(settings.keys / "authority.pem")
    address = urlsplit(local_url(settings))
    asking = HTTPSConnection(address.hostname or "localhost", address.port, timeout=5, context=context)
    try:
        asking.request("HEAD", "/sante")
        asking.getresponse().read()
    finally:
        asking.close()


def _watch(
    children: list[Child], settings: Settings, stop: threading.Event, say: Callable[[str], None]
) -> None:
    renewed = time.monotonic()
    while not stop.wait(TICK):
        for child in children:
            status = child.check()
            if status is not None:
                say(f"Le {child.name} s'est arrêté (code {status}). Il repart dans {child.wait:.0f} s.")
        if time.monotonic() - renewed > RENEWAL_SECONDS:
            renewed = time.monotonic()
            certificate.ensure(settings)  # the server reads the new file at the next connection


def _plain_host(settings: Settings) -> str:
    host = f"[{settings.host}]" if ":" in settings.host else settings.host
    return f"{host}:{settings.plain_port}"
