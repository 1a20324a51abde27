"""Files that were sent and are looked at before anything is written: kept for a day, under their own hash."""

import hashlib
import re
from datetime import timedelta
from pathlib import Path

from flask import current_app
from flask_babel import lazy_gettext as _

from tiers_lieu.kernel import clock
from tiers_lieu.kernel.errors import Refusal

KEPT = timedelta(days=1)
_NAME = re.compile("[0-9a-f]{64}")


def keep(raw: bytes) -> str:
    """Keep a file and return its name, the SHA-256 of its bytes; files of the day before are dropped."""
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    limit = (clock.now() - KEPT).timestamp()
    for old in folder.iterdir():
        if old.stat().st_mtime < limit:
            old.unlink(missing_ok=True)
    name = hashlib.sha256(raw).hexdigest()
    (folder / name).write_bytes(raw)
    return name


def kept(name: str) -> bytes:
    """The bytes of a kept file. Refuses a name that is none, or whose day is over."""
    file = _folder() / name
    if not _NAME.fullmatch(name) or not file.is_file():
        raise Refusal("upload_gone", _("Ce fichier n'est plus là. Envoyez-le encore."), field="file")
    return file.read_bytes()


def _folder() -> Path:
    folder: Path = current_app.extensions["settings"].media
    return folder / "uploads"
