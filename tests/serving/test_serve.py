"""`tiers-lieu serve` as it really runs: starts, recovers, stops, and is trusted by a real browser."""

import os
import signal
import socket
import ssl
import time
from collections.abc import Callable
from datetime import timedelta

import psutil
import pytest
import requests
from cryptography import x509
from playwright.sync_api import BrowserContext, Error, Playwright
from sqlalchemy import select

from tests.fixtures.browser import ARGUMENTS, chromium_path
from tests.fixtures.hub import LiveHub
from tiers_lieu.jobs import operations as jobs
from tiers_lieu.jobs.models import Job
from tiers_lieu.kernel import clock
from tiers_lieu.kernel.db import atomic, db
from tiers_lieu.serving import certificate

on_sqlite = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def family(hub: LiveHub) -> list[psutil.Process]:
    """The processes of a hub, the supervisor first."""
    assert hub.process is not None
    first = psutil.Process(hub.process.pid)
    return [first, *first.children(recursive=True)]


def until(true: Callable[[], bool], seconds: float = 30) -> bool:
    """Wait until something is true; False when it never was."""
    limit = time.monotonic() + seconds
    while not true():
        if time.monotonic() > limit:
            return False
        time.sleep(0.1)
    return True


def port_is_free(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) != 0


def test_it_answers_over_https_and_hands_the_authority_over_http(live_hub: LiveHub) -> None:
    with live_hub.session() as session:
        assert session.get(f"{live_hub.local_url}/sante", timeout=5).json()["status"] == "ok"
        plain = f"http://127.0.0.1:{live_hub.settings.plain_port}"
        given = session.get(f"{plain}/tiers-lieu.pem", timeout=5).content
    assert given == (live_hub.settings.keys / "authority.pem").read_bytes()
    with pytest.raises(requests.exceptions.SSLError):
        requests.get(f"{live_hub.local_url}/sante", timeout=5)


def test_it_does_the_jobs_that_wait(live_hub: LiveHub) -> None:
    with live_hub.app.app_context():
        with atomic() as session:
            jobs.ask(session, kind="nobody knows this one")

        def error() -> str | None:
            db.session.rollback()
            return db.session.scalar(select(Job.error).where(Job.kind == "nobody knows this one"))

        assert until(lambda: error() == "KeyError")  # it was taken up, and given back with its reason


@on_sqlite
def test_on_a_signal_it_ends_in_order_and_leaves_nothing(live_hub: LiveHub) -> None:
    processes = family(live_hub)
    process = live_hub.process
    assert process is not None
    live_hub.stop()
    assert process.returncode == 0
    assert until(lambda: not any(each.is_running() for each in processes), 5)
    assert port_is_free(live_hub.settings.port)


@on_sqlite
def test_when_its_supervisor_is_killed_nobody_holds_the_port(live_hub: LiveHub) -> None:
    processes = family(live_hub)
    assert live_hub.process is not None
    os.kill(live_hub.process.pid, signal.SIGKILL)
    live_hub.process.wait(10)
    assert until(lambda: not any(each.is_running() for each in processes))
    live_hub.start()
    assert live_hub.answers()


@on_sqlite
def test_a_server_that_dies_is_started_again(live_hub: LiveHub) -> None:
    arbiter = family(live_hub)[1]
    for process in [arbiter, *arbiter.children()]:
        process.kill()
    assert until(lambda: not live_hub.answers(), 5)
    assert until(live_hub.answers)


@on_sqlite
def test_a_renewed_certificate_is_served_without_a_restart(live_hub: LiveHub) -> None:
    def serial() -> int:
        address = ("localhost", live_hub.settings.port)
        return x509.load_pem_x509_certificate(ssl.get_server_certificate(address).encode()).serial_number

    before, processes = serial(), family(live_hub)
    certificate.ensure(live_hub.settings, now=clock.now() + timedelta(days=380))
    assert serial() != before
    assert family(live_hub) == processes


@on_sqlite
def test_a_port_that_is_taken_is_said(make_live_hub: Callable[..., LiveHub]) -> None:
    hub = make_live_hub()
    with socket.create_server(("127.0.0.1", hub.settings.port)):
        done = hub.run("serve", check=False)
    assert done.returncode == 1
    assert (
        done.stderr.strip() == f"Le port {hub.settings.port} est pris ou interdit. Changez TIERS_LIEU_PORT."
    )


@on_sqlite
def test_it_stays_within_three_hundred_megabytes(make_live_hub: Callable[..., LiveHub]) -> None:
    hub = make_live_hub(agent=True)
    hub.start()
    assert until(lambda: len(family(hub)) >= 4)
    with hub.session() as session:
        for _ in range(50):
            session.get(f"{hub.local_url}/sante", timeout=5)
    assert sum(each.memory_full_info().pss for each in family(hub)) < 300 * 1024 * 1024


@on_sqlite
@pytest.mark.browser
def test_a_browser_that_trusts_the_authority_gets_a_secure_context(
    live_hub: LiveHub, new_context: Callable[..., BrowserContext]
) -> None:
    page = new_context().new_page()
    assert page.goto(f"{live_hub.url}/sante").ok
    assert page.evaluate("isSecureContext && 'subtle' in crypto && 'serviceWorker' in navigator")


@on_sqlite
@pytest.mark.browser
def test_a_browser_that_does_not_is_stopped(live_hub: LiveHub, playwright: Playwright) -> None:
    browser = playwright.chromium.launch(executable_path=chromium_path(), args=ARGUMENTS)
    with pytest.raises(Error, match="ERR_CERT_AUTHORITY_INVALID"):
        browser.new_page().goto(live_hub.url)
    browser.close()


@on_sqlite
def test_control_c_reaches_the_supervisor_alone_and_ends_in_order(live_hub: LiveHub) -> None:
    groups = {os.getpgid(each.pid) for each in family(live_hub)}
    process = live_hub.process
    assert process is not None
    assert len(groups) == 2  # the supervisor's, and the server's with its worker
    os.killpg(process.pid, signal.SIGINT)
    assert process.wait(30) == 0
    assert "Tiers-Lieu est arrêté." in live_hub.log.read_text()
