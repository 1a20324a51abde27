"""The plain page hands the authority to three kinds of devices, and does nothing else."""

import plistlib
import re
import urllib.request
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from playwright.sync_api import BrowserContext
from werkzeug.test import Client, TestResponse

from tests.fixtures.app import HOST, settings_for
from tests.fixtures.hub import free_port
from tiers_lieu.serving import certificate, plain


class Words(HTMLParser):
    """The text of the paragraphs of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag == "p":
            self._inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = self._inside and tag != "p"

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data


@pytest.fixture
def authority(tmp_path: Path) -> x509.Certificate:
    settings = settings_for(tmp_path, "sqlite://")
    certificate.ensure(settings)
    return x509.load_pem_x509_certificate((settings.keys / "authority.pem").read_bytes())


@pytest.fixture
def device(tmp_path: Path, authority: x509.Certificate) -> Client:
    return Client(plain.Plain(settings_for(tmp_path, "sqlite://"), authority))


def test_the_page_shows_three_pictures_for_each_of_three_systems(device: Client) -> None:
    page = device.get("/").text
    for system in ("android", "ios", "windows"):
        section = page[page.index(f'id="{system}"') : page.index("</section>", page.index(f'id="{system}"'))]
        assert section.count("<svg") == 3
    assert f"https://{HOST}" in page


def test_no_sentence_is_longer_than_twelve_words(device: Client) -> None:
    parser = Words()
    parser.feed(device.get("/").text)
    sentences = [part for text in parser.texts for part in re.split(r"[.?!]\s", text)]
    assert len(sentences) > 10
    for sentence in sentences:
        assert len(re.findall(r"[^\W\d_][\w'’-]*", sentence.replace(f"https://{HOST}", ""))) <= 12, sentence


@pytest.mark.parametrize(
    ("agent", "system"),
    [("… Android 14; Pixel …", "android"), ("… iPhone OS 17 …", "ios"), ("… Windows NT 10.0 …", "windows")],
)
def test_the_device_that_asks_is_served_first(device: Client, agent: str, system: str) -> None:
    page = device.get("/", headers={"User-Agent": agent}).text
    assert re.search(rf'id="{system}"[^>]*class="here"', page)
    assert page.count('class="here"') == 1


def test_android_and_windows_get_the_authority_in_der(device: Client, authority: x509.Certificate) -> None:
    answer: TestResponse = device.get("/tiers-lieu.crt")
    assert answer.mimetype == "application/x-x509-ca-cert"
    assert x509.load_der_x509_certificate(answer.data) == authority


def test_an_ipad_gets_a_profile_with_the_authority(device: Client, authority: x509.Certificate) -> None:
    answer = device.get("/tiers-lieu.mobileconfig")
    assert answer.mimetype == "application/x-apple-aspen-config"
    profile = plistlib.loads(answer.data)
    assert profile["PayloadContent"][0]["PayloadContent"] == authority.public_bytes(Encoding.DER)
    assert profile["PayloadContent"][0]["PayloadType"] == "com.apple.security.root"
    assert plistlib.loads(device.get("/tiers-lieu.mobileconfig").data) == profile


def test_everything_else_leads_to_the_page_and_nothing_is_accepted(device: Client) -> None:
    answer = device.get("/caisse/")
    assert (answer.status_code, answer.location) == (303, "/")
    assert device.post("/").status_code == 405
    for secret in ("/authority.key", "/keys/authority.key", "/../keys/authority.key"):
        assert device.get(secret).status_code == 303


@pytest.fixture
def served_port(tmp_path: Path) -> Iterator[int]:
    settings = settings_for(tmp_path, "sqlite://", TIERS_LIEU_PLAIN_PORT=str(free_port()))
    server = plain.start(settings, certificate.ensure(settings))
    yield settings.plain_port
    server.shutdown()
    server.server_close()


def test_it_is_served_over_plain_http(served_port: int) -> None:
    with urllib.request.urlopen(f"http://127.0.0.1:{served_port}/", timeout=5) as answer:
        assert answer.status == 200
        assert "Préparer cet appareil" in answer.read().decode()


@pytest.mark.browser
@pytest.mark.parametrize("width", [320, 768, 1280])
def test_everybody_can_read_it(
    served_port: int, new_context: Callable[..., BrowserContext], width: int
) -> None:
    page = new_context(viewport={"width": width, "height": 800}).new_page()
    page.goto(f"http://127.0.0.1:{served_port}/")
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(each["id"], each["nodes"][0]["html"]) for each in violations] == []
