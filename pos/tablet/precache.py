"""Write down every file of the tablet's shell, with a version that changes when any of them does.

`python pos/tablet/precache.py` writes precache.json and the version in sw.js; `--check` only says whether
they are true.
Run it after any change under pos/tablet or to the shared look.
"""

import hashlib
import json
import re
import sys
from pathlib import Path

HERE = Path(__file__).parent
LOOK = HERE.parents[1] / "tiers_lieu" / "web" / "static" / "look"
LOOK_FILES = [
    "tokens.css",
    "base.css",
    "fonts.css",
    "fonts/atkinson-hyperlegible-next-latin.woff2",
    "fonts/roboto-digits.woff2",
]
SHELL_SUFFIXES = {".js", ".css", ".svg", ".webmanifest", ".png", ".woff2"}
NOT_SHELL = {"sw.js"}
VERSION_LINE = re.compile(r'^const VERSION = "[^"]*";$', re.MULTILINE)


def shell_files() -> list[Path]:
    found = (path for path in HERE.rglob("*") if path.suffix in SHELL_SUFFIXES and path.is_file())
    return sorted(path for path in found if path.relative_to(HERE).as_posix() not in NOT_SHELL)


def built() -> tuple[str, str]:
    """The texts of precache.json and sw.js as they should be."""
    worker = (HERE / "sw.js").read_text()
    digest = hashlib.sha256(VERSION_LINE.sub("", worker).encode())
    for path in [HERE / "index.html", *shell_files(), *(LOOK / name for name in LOOK_FILES)]:
        digest.update(path.name.encode() + b"\0")
        digest.update(path.read_bytes() if path.is_file() else b"")
    version = digest.hexdigest()[:16]
    paths = [f"/caisse/static/{path.relative_to(HERE).as_posix()}" for path in shell_files()]
    paths += [f"/static/look/{name}" for name in LOOK_FILES]
    listing = json.dumps({"version": version, "paths": paths}, indent=1) + "\n"
    return listing, VERSION_LINE.sub(f'const VERSION = "{version}";', worker)


def main() -> int:
    listing, worker = built()
    precache, sw = HERE / "precache.json", HERE / "sw.js"
    is_true = precache.is_file() and precache.read_text() == listing and sw.read_text() == worker
    if "--check" in sys.argv:
        sys.stdout.write("true\n" if is_true else "run: python pos/tablet/precache.py\n")
        return 0 if is_true else 1
    precache.write_text(listing)
    sw.write_text(worker)
    return 0


if __name__ == "__main__":
    sys.exit(main())
