"""`python -m pos.agent` as a program: killed, stopped, refused, and over TLS."""

from __future__ import annotations

import datetime
import signal
import ssl
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.peers.printer import Faults, PrinterPeer
from tests.pos.agent.hub import TOKEN, Hub
from tests.pos.agent.test_agent import settings
from tests.pos.printing.documents import receipt

ROOT = Path(__file__).parents[3]


@pytest.fixture
def token_file(tmp_path) -> Path:
    path = tmp_path / "jeton"
    path.write_text(TOKEN + "\n", encoding="utf-8")
    return path


def command(url: str, token_file: Path, *others: str) -> list[str]:
    return [
        *(sys.executable, "-m", "pos.agent", "--server", url, "--token-file", str(token_file)),
        *("--name", "accueil", "--poll", "0.05"),
        *others,
    ]


@contextmanager
def running(url: str, token_file: Path, *others: str):
    process = subprocess.Popen(command(url, token_file, *others), cwd=ROOT, stderr=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate(timeout=10)


def run(url: str, token_file: Path, *others: str) -> subprocess.CompletedProcess[str]:
    """An agent that is expected to end by itself."""
    return subprocess.run(
        command(url, token_file, *others), cwd=ROOT, capture_output=True, text=True, timeout=20, check=False
    )


def test_killed_while_sending_it_leaves_the_job_to_the_lease(token_file):
    """No word after `sending`, and none of it printed again by the next agent: the server settles it."""
    with Hub() as hub, PrinterPeer(Faults(slow=8)) as peer:
        hub.add("j1", receipt(), settings(peer))
        with running(hub.url, token_file) as process:
            hub.wait_for_state("j1", "sending")
            peer.wait_for_bytes(40)
            process.kill()
            process.wait(10)
        peer.wait_for_hang_up()
        peer.faults.slow = None
        with running(hub.url, token_file):
            hub.add("j2", receipt(copy=1), settings(peer))
            hub.wait_for_state("j2", "confirmed", timeout=15)
        assert hub.told("j1") == ["sending"]
        # What had left may well come out after the death of who sent it: that is why a person is asked.
        whole = ["DUPLICATA" in paper.text for paper in peer.papers if paper.is_cut]
        assert whole in ([True], [False, True])


def test_told_to_end_it_finishes_the_job_in_hand(token_file):
    with Hub() as hub, PrinterPeer(Faults(slow=20)) as peer:
        hub.add("j1", receipt(), settings(peer))
        with running(hub.url, token_file) as process:
            hub.wait_for_state("j1", "sending")
            process.send_signal(signal.SIGTERM)
            assert process.wait(20) == 0
        assert hub.told("j1") == ["sending", "confirmed"]
        assert peer.papers[0].is_cut


def test_a_token_the_server_does_not_know_ends_it_in_one_line(token_file):
    with Hub() as hub:
        hub.token = "another"
        done = run(hub.url, token_file)
    assert done.returncode == 3
    assert "le serveur ne connaît pas cet agent" in done.stderr.splitlines()[-1]
    assert "Traceback" not in done.stderr


def test_a_server_away_is_said_and_waited_for(token_file):
    with Hub() as hub:
        url = hub.url
    with running(url, token_file) as process:
        assert process.stderr is not None
        assert "Serveur injoignable : Connection refused" in process.stderr.readline()
        process.send_signal(signal.SIGINT)
        assert process.wait(10) == 0


@pytest.mark.parametrize(
    ("url", "others", "said"),
    [
        ("http://hub.example.org", (), "commence par https://"),
        ("ftp://hub.example.org", (), "commence par https://"),
        ("https://hub.example.org", ("--ca-file", "/nowhere/ca.pem"), "introuvable"),
    ],
)
def test_wrong_arguments_end_it_in_one_line(token_file, url, others, said):
    done = run(url, token_file, *others)
    assert done.returncode == 2
    assert said in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_token_file_missing_or_empty_ends_it_in_one_line(tmp_path):
    assert "introuvable" in run("https://hub.example.org", tmp_path / "absent").stderr
    (tmp_path / "empty").write_text("\n", encoding="utf-8")
    done = run("https://hub.example.org", tmp_path / "empty")
    assert (done.returncode, "ne contient pas un jeton" in done.stderr) == (2, True)


def certificate(folder: Path) -> Path:
    """A certificate of `localhost`, its own authority, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / "both.pem"
    clear = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, clear)
        + made.public_bytes(serialization.Encoding.PEM)
    )
    return path


def test_it_trusts_the_authority_it_was_given_and_no_other(token_file, tmp_path):
    pem = certificate(tmp_path)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(pem)
    with Hub(tls) as hub, PrinterPeer() as peer:
        with running(hub.url, token_file) as process:
            assert process.stderr is not None
            assert "certificat refusé" in process.stderr.readline()
            assert hub.leases == []
        hub.add("j1", receipt(), settings(peer))
        with running(hub.url, token_file, "--ca-file", str(pem)):
            hub.wait_for_state("j1", "confirmed")
