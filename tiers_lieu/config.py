"""The settings of one deployment, read from the environment, and where the project's own files lie."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from tiers_lieu.serving import machine

PACKAGE = Path(__file__).resolve().parent


def _setting(variable: str, default: str, doc: str) -> Any:
    """A field that comes from `variable`; `doc` and `default` (in words) go to the README's table."""
    return field(metadata={"variable": variable, "default": default, "doc": doc})


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What one deployment may set. What a hub decides is not here: those are dated rows, edited in admin."""

    instance: Path = _setting(
        "TIERS_LIEU_INSTANCE", "`.hub`", "Folder of the database, the keys and the media."
    )
    database_url: str = _setting(
        "DATABASE_URL",
        "`hub.sqlite3` in the instance",
        "Where the database is: `sqlite:///…` or `postgresql://…`.",
    )
    host: str = _setting(
        "TIERS_LIEU_HOST",
        "the machine's LAN address",
        "Name or address the tablets use; give a name in production, an address can change.",
    )
    addresses: tuple[str, ...] = _setting(
        "TIERS_LIEU_ADDRESSES",
        "those of the machine",
        "Other names and addresses the certificate covers, with commas between.",
    )
    bind: str = _setting("TIERS_LIEU_BIND", "`0.0.0.0`", "Address `serve` listens on.")
    port: int = _setting("TIERS_LIEU_PORT", "`PORT`, or `8443`", "Port of the pages, over HTTPS.")
    plain_port: int = _setting(
        "TIERS_LIEU_PLAIN_PORT", "the port + 1", "Port of the plain page that hands the authority over."
    )
    url: str = _setting(
        "TIERS_LIEU_URL", "`https://host:port`", "Start of the links in QR codes and messages."
    )
    threads: int = _setting("TIERS_LIEU_THREADS", "`8`", "Requests answered at the same time.")
    certificate: Path | None = _setting(
        "TIERS_LIEU_CERTIFICATE",
        "made by `init`",
        "Certificate chain (PEM) to use in place of the local one.",
    )
    certificate_key: Path | None = _setting(
        "TIERS_LIEU_CERTIFICATE_KEY", "made by `init`", "Private key (PEM) of that certificate."
    )

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> "Settings":
        """Read the settings from `environment`, by default the process's own.

        Raises ValueError, naming the variable, for a number that is none.
        """
        env = os.environ if environment is None else environment

        def text(variable: str) -> str:
            return env.get(variable, "").strip()

        instance = Path(text("TIERS_LIEU_INSTANCE") or ".hub").expanduser().resolve()
        port = _number("TIERS_LIEU_PORT", text("TIERS_LIEU_PORT") or text("PORT"), 8443)
        addresses = tuple(part.strip() for part in text("TIERS_LIEU_ADDRESSES").split(",") if part.strip())
        addresses = addresses or machine.addresses()
        host = text("TIERS_LIEU_HOST").lower() or next(filter(_is_address, addresses), "localhost")
        certificate, key = text("TIERS_LIEU_CERTIFICATE"), text("TIERS_LIEU_CERTIFICATE_KEY")
        return cls(
            instance=instance,
            database_url=_database_url(text("DATABASE_URL"), instance),
            host=host,
            addresses=addresses,
            bind=text("TIERS_LIEU_BIND") or "0.0.0.0",  # noqa: S104 -- the tablets are on the local network
            port=port,
            plain_port=_number("TIERS_LIEU_PLAIN_PORT", text("TIERS_LIEU_PLAIN_PORT"), port + 1),
            url=(text("TIERS_LIEU_URL") or base_url(host, port)).rstrip("/"),
            threads=_number("TIERS_LIEU_THREADS", text("TIERS_LIEU_THREADS"), 8),
            certificate=Path(certificate).resolve() if certificate else None,
            certificate_key=Path(key).resolve() if key else None,
        )

    @property
    def keys(self) -> Path:
        """Folder of everything secret; its files are readable by their owner only."""
        return self.instance / "keys"

    @property
    def media(self) -> Path:
        """Folder of what is stored as files: pictures of paper, archives."""
        return self.instance / "media"

    @property
    def is_sqlite(self) -> bool:
        """True when the database is the embedded one."""
        return self.database_url.startswith("sqlite")

    @property
    def sqlite_file(self) -> Path:
        """The file of the embedded database; meaningful when `is_sqlite`."""
        return Path(self.database_url.removeprefix("sqlite:///"))

    @property
    def names(self) -> tuple[str, ...]:
        """Every name and address this hub answers to, the host first, loopback last, each once."""
        loopback = ("localhost", "127.0.0.1", "::1")
        return tuple(dict.fromkeys((self.host, *self.addresses, *loopback)))

    @property
    def is_lan(self) -> bool:
        """True when the host is known on the local network only: no HSTS there, the name may move."""
        return (
            _is_address(self.host) or "." not in self.host or self.host.endswith((".local", ".lan", ".test"))
        )


def templates_folder() -> Path:
    """Where the pages are: beside the package in the repository, inside it in a wheel."""
    return _first(PACKAGE / "_templates", PACKAGE.parent / "templates")


def tablet_folder() -> Path:
    """Where the counter's static modules are, found by path: the server imports nothing of `pos`."""
    return PACKAGE.parent / "pos" / "tablet"


def migrations_folder() -> Path:
    """Where the history of the schema is (Alembic's script location)."""
    return PACKAGE / "migrations"


def base_url(host: str, port: int) -> str:
    """`https://host:port`, without the usual port and with brackets around an IPv6 address."""
    name = f"[{host}]" if ":" in host else host
    return f"https://{name}" if port == 443 else f"https://{name}:{port}"


def settings_table() -> str:
    """The README's table of settings, in Markdown: one line a setting."""
    rows = ["| variable | default | what it is |", "|---|---|---|"]
    for each in fields(Settings):
        rows.append(
            f"| `{each.metadata['variable']}` | {each.metadata['default']} | {each.metadata['doc']} |"
        )
    return "\n".join(rows) + "\n"


def _database_url(given: str, instance: Path) -> str:
    if not given:
        return f"sqlite:///{instance / 'hub.sqlite3'}"
    for prefix in ("postgres://", "postgresql://"):  # whatever SQLAlchemy's default is, ours is psycopg 3
        if given.startswith(prefix):
            return "postgresql+psycopg://" + given.removeprefix(prefix)
    return given


def _number(variable: str, given: str, default: int) -> int:
    try:
        return int(given) if given else default
    except ValueError:
        raise ValueError(f"{variable} : « {given} » n'est pas un nombre.") from None


def _is_address(name: str) -> bool:
    try:
        ip_address(name)
    except ValueError:
        return False
    return True


def _first(*candidates: Path) -> Path:
    return next((path for path in candidates if path.is_dir()), candidates[-1])
