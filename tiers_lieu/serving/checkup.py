"""What `doctor` looks at: each check says what it found, and what to do when it is not well."""

import ctypes.util
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from tiers_lieu.config import Settings
from tiers_lieu.kernel import clock
from tiers_lieu.serving import authority, certificate, keyfiles, schema, writer

FREE_BYTES = 500 * 1024 * 1024
WRITTEN = datetime(2026, 11, 1, tzinfo=UTC)  # no clock is right that is before this code


@dataclass(frozen=True)
class Finding:
    """One line of the check-up. `advice` is what to do; a finding with advice may still be well."""

    name: str
    is_well: bool
    found: str
    advice: str = ""


def examine(settings: Settings) -> Iterator[Finding]:
    """Every check, in order; one that cannot be made is a problem and does not stop the others."""
    for name, check in CHECKS.items():
        try:
            yield from check(settings)
        except Exception as problem:  # a check-up must reach its end, whatever is broken
            yield Finding(
                name, False, f"{type(problem).__name__} : {problem}".splitlines()[0], "Voir « base »."
            )


def _settings(settings: Settings) -> Iterator[Finding]:
    half = (settings.certificate is None) != (settings.certificate_key is None)
    advice = "Donnez ensemble TIERS_LIEU_CERTIFICATE et TIERS_LIEU_CERTIFICATE_KEY." if half else ""
    yield Finding("réglages", not half, f"{settings.url}, dossier {settings.instance}", advice)
    try:
        ip_address(settings.host)
    except ValueError:
        return
    yield Finding("nom", True, settings.host, "Une adresse peut changer. En service, donnez TIERS_LIEU_HOST.")


def _library(settings: Settings) -> Iterator[Finding]:
    if settings.is_sqlite:
        version = writer.sqlite_version()
        text = "SQLite " + ".".join(map(str, version))
        if writer.is_safe(version):
            yield Finding("bibliothèque", True, text)
        else:
            yield Finding(
                "bibliothèque",
                True,
                f"{text}, un seul programme à la fois",
                "Installez pysqlite3, ou passez à PostgreSQL avec DATABASE_URL.",
            )
    pango = ctypes.util.find_library("pangoft2-1.0")
    advice = "" if pango else "Pour les cartes en PDF, installez libpangoft2-1.0-0."
    yield Finding("Pango", pango is not None, pango or "absent", advice)


def _database(settings: Settings) -> Iterator[Finding]:
    found = schema.revision(settings)
    if found.current is None:
        yield Finding("base", False, "aucune table", "Lancez « tiers-lieu init ».")
        return
    trouble = schema.trouble(settings)
    kind = "SQLite" if settings.is_sqlite else "PostgreSQL"
    restore = "Arrêtez tout et rétablissez la dernière sauvegarde."
    yield Finding("base", trouble is None, trouble or kind, restore if trouble else "")
    advice = "" if found.is_head else "Lancez « tiers-lieu init »."
    yield Finding("migrations", found.is_head, f"{found.current} (le code : {found.head})", advice)


def _keys(settings: Settings) -> Iterator[Finding]:
    if not settings.keys.is_dir():
        yield Finding("clés", False, "aucune", "Lancez « tiers-lieu init ».")
        return
    others = keyfiles.open_to_others(settings.keys)
    advice = f"Fermez-les : chmod -R go= {settings.keys}" if others else ""
    yield Finding("clés", not others, ", ".join(path.name for path in others) or "fermées aux autres", advice)
    if settings.certificate is None and authority.read_authority(settings.keys) is None:
        yield Finding("certificat", False, "aucun", "Lancez « tiers-lieu init ».")
        return
    served = certificate.ensure(settings)
    left = served.certificate.not_valid_after_utc - clock.now()
    well = left > timedelta(days=7) and not served.uncovered
    advice = "" if left > timedelta(days=7) else "Renouvelez le certificat."
    if served.uncovered:
        advice = f"Non couverts : {', '.join(served.uncovered)}. Voir « init --new-authority »."
    yield Finding("certificat", well, f"encore {left.days} jours", advice)


def _clock(settings: Settings) -> Iterator[Finding]:
    now = clock.now()
    files = (
        [path for path in settings.instance.glob("*") if path.is_file()] if settings.instance.is_dir() else []
    )
    newest = max((path.stat().st_mtime for path in files), default=0.0)
    set_back = newest > now.timestamp() + 300
    well = now > WRITTEN and not set_back
    advice = "" if well else "Réglez l'heure : timedatectl set-ntp true."
    yield Finding("horloge", well, now.astimezone().strftime("%d/%m/%Y %H:%M %z"), advice)


def _disk(settings: Settings) -> Iterator[Finding]:
    folder = next(path for path in (settings.instance, *settings.instance.parents) if path.exists())
    free = shutil.disk_usage(folder).free
    advice = "" if free >= FREE_BYTES else "Libérez de la place : il en faut 500 Mo."
    yield Finding("disque", free >= FREE_BYTES, f"{free // 1_000_000} Mo libres", advice)
    if not settings.instance.is_dir():
        return  # « base » says what to do
    writable = _can_write(settings.instance)
    yield Finding("dossier", writable, str(settings.instance), "" if writable else "Rendez-le inscriptible.")


def _can_write(folder: Path) -> bool:
    probe = folder / ".doctor"
    try:
        probe.write_bytes(b"")
        probe.unlink()
    except OSError:
        return False
    return True


def _printers(settings: Settings) -> Iterator[Finding]:
    if not schema.revision(settings).is_head:
        return
    from tiers_lieu.serving.printers import last_words

    yield from (
        Finding(f"imprimante {name}", well, words, advice)
        for name, well, words, advice in last_words(settings)
    )


CHECKS: dict[str, Callable[[Settings], Iterator[Finding]]] = {
    "réglages": _settings,
    "bibliothèque": _library,
    "base": _database,
    "clés": _keys,
    "horloge": _clock,
    "disque": _disk,
    "imprimantes": _printers,
}
