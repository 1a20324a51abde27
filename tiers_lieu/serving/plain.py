"""The plain page: over HTTP, it hands the hub's authority to a device that does not trust it yet."""

import plistlib
import socket
import threading
import uuid
from collections.abc import Callable, Iterable
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIEnvironment

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.serialization import Encoding
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from tiers_lieu.config import Settings, templates_folder
from tiers_lieu.serving.certificate import Served

_NAMESPACE = uuid.UUID("6f0f6f5e-3c1c-5b8e-9d6b-7a3f3f0c2a11")
_HEADERS = [
    ("Content-Security-Policy", "default-src 'none'; style-src 'self'; frame-ancestors 'none'"),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cache-Control", "no-store"),
]


class Plain:
    """A WSGI application of five addresses: the page, its style, and the authority in three wrappings."""

    def __init__(self, settings: Settings, authority: x509.Certificate) -> None:
        environment = Environment(
            loader=FileSystemLoader(templates_folder() / "serving"),
            autoescape=True,
            undefined=StrictUndefined,
        )
        self._page = environment.get_template("plain.html")
        style = environment.get_template("plain.css").render().encode()
        self._settings = settings
        self._fingerprint = authority.fingerprint(hashes.SHA256()).hex(" ", 2)
        self._files: dict[str, tuple[str, bytes]] = {
            "/style.css": ("text/css; charset=utf-8", style),
            "/tiers-lieu.crt": ("application/x-x509-ca-cert", authority.public_bytes(Encoding.DER)),
            "/tiers-lieu.pem": ("application/x-pem-file", authority.public_bytes(Encoding.PEM)),
            "/tiers-lieu.mobileconfig": (
                "application/x-apple-aspen-config",
                profile(settings.host, authority),
            ),
        }

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        """Answer GET and HEAD; any other address leads to the page."""
        path = environ.get("PATH_INFO", "/")
        if environ.get("REQUEST_METHOD") not in ("GET", "HEAD"):
            return self._send(
                start_response, "405 Method Not Allowed", "text/plain; charset=utf-8", _NOT_HERE
            )
        if path in self._files:
            kind, content = self._files[path]
            return self._send(start_response, "200 OK", kind, content)
        if path != "/":
            start_response("303 See Other", [("Location", "/"), ("Content-Length", "0"), *_HEADERS])
            return [b""]
        page = self._page.render(
            url=self._settings.url,
            fingerprint=self._fingerprint,
            device=device_of(environ.get("HTTP_USER_AGENT", "")),
        )
        return self._send(start_response, "200 OK", "text/html; charset=utf-8", page.encode())

    def _send(self, start_response: StartResponse, status: str, kind: str, content: bytes) -> Iterable[bytes]:
        start_response(status, [("Content-Type", kind), ("Content-Length", str(len(content))), *_HEADERS])
        return [content]


_NOT_HERE = b"Ici, rien ne s'envoie. Ouvrez la page principale.\n"


def moved(settings: Settings) -> Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]:
    """The application of a hub whose certificate everybody trusts already: it points to the hub."""

    def application(_environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        start_response("308 Permanent Redirect", [("Location", settings.url + "/"), ("Content-Length", "0")])
        return [b""]

    return application


def device_of(user_agent: str) -> str:
    """Which explanation comes first: `android` (also when unknown), `ios` or `windows`."""
    if "iPhone" in user_agent or "iPad" in user_agent or "Macintosh" in user_agent:
        return "ios"  # an iPad says it is a Mac
    return "windows" if "Windows" in user_agent else "android"


def profile(host: str, authority: x509.Certificate) -> bytes:
    """The authority as an Apple configuration profile (XML); the same identifiers for the same authority."""
    der = authority.public_bytes(Encoding.DER)
    fingerprint = authority.fingerprint(hashes.SHA256()).hex()
    payload = {
        "PayloadType": "com.apple.security.root",
        "PayloadVersion": 1,
        "PayloadIdentifier": f"fr.tiers-lieu.authority.{fingerprint[:16]}.root",
        "PayloadUUID": str(uuid.uuid5(_NAMESPACE, fingerprint + "root")).upper(),
        "PayloadDisplayName": f"Autorité locale {host}",
        "PayloadCertificateFileName": "tiers-lieu.crt",
        "PayloadContent": der,
    }
    return plistlib.dumps(
        {
            "PayloadType": "Configuration",
            "PayloadVersion": 1,
            "PayloadIdentifier": f"fr.tiers-lieu.authority.{fingerprint[:16]}",
            "PayloadUUID": str(uuid.uuid5(_NAMESPACE, fingerprint)).upper(),
            "PayloadDisplayName": f"Tiers-Lieu {host}",
            "PayloadDescription": "Cette tablette fera confiance à ce lieu, et à lui seul.",
            "PayloadContent": [payload],
        }
    )


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    allow_reuse_address = True

    def server_bind(self) -> None:
        # The library's own asks the DNS for our name, which may take long on a network without one.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self.socket.bind(self.server_address)
        self.server_address = self.socket.getsockname()
        self.server_name, self.server_port = "tiers-lieu", self.server_address[1]
        self.setup_environ()


class _Quiet(WSGIRequestHandler):
    timeout = 10  # seconds: a device that says nothing does not keep a thread

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: who asked for the authority is nobody's business."""


def start(settings: Settings, served: Served) -> WSGIServer:
    """Serve the plain page in a thread of this process; `shutdown()` ends it."""
    if served.is_local:
        authority = x509.load_pem_x509_certificate((settings.keys / "authority.pem").read_bytes())
        application: Callable[..., Iterable[bytes]] = Plain(settings, authority)
    else:
        application = moved(settings)
    server = make_server(settings.bind, settings.plain_port, application, _Server, _Quiet)
    threading.Thread(target=server.serve_forever, name="plain page", daemon=True).start()
    return server
