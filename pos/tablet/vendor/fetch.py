"""Fetch the four libraries the tablet uses, as single ES modules, and write down what they are.

Run it by hand (`python pos/tablet/vendor/fetch.py`) when a version changes; the result is committed. It asks
npm, so no address of any registry is kept here. Bare imports become relative ones: browsers have no resolver.
"""

import hashlib
import json
import re
import subprocess
import tarfile
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
# package, version, licence, {file in the package: file here}
LIBRARIES = [
    ("preact", "11.2.0", "MIT", {"dist/preact.mjs": "preact.js", "hooks/dist/hooks.mjs": "hooks.js"}),
    ("htm", "3.1.1", "Apache-2.0", {"dist/htm.mjs": "htm.js"}),
    ("idb", "8.0.4", "ISC", {"build/index.js": "idb.js"}),
]
BARE_IMPORTS = {'"preact"': '"./preact.js"', "'preact'": "'./preact.js'"}


def browser_ready(source: str) -> str:
    """The module with relative imports and without its pointer to a source map we do not ship."""
    for bare, relative in BARE_IMPORTS.items():
        source = source.replace(f"from{bare}", f"from{relative}").replace(f"from {bare}", f"from {relative}")
    return re.sub(r"\n?//# sourceMappingURL=\S+", "", source).rstrip() + "\n"


def fetch(name: str, version: str, licence: str, files: dict[str, str], folder: Path) -> dict[str, object]:
    packed = json.loads(
        subprocess.run(
            ["npm", "pack", f"{name}@{version}", "--json"],
            cwd=folder,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
    )[0]
    record: dict[str, object] = {
        "name": name,
        "version": version,
        "licence": licence,
        "integrity": packed["integrity"],
    }
    hashes = {}
    with tarfile.open(folder / packed["filename"]) as archive:

        def read(path: str) -> bytes:
            member = archive.extractfile(f"package/{path}")
            if member is None:
                raise FileNotFoundError(f"{path} is not in {name}@{version}")
            return member.read()

        for inside, here in files.items():
            text = browser_ready(read(inside).decode())
            (HERE / here).write_text(text)
            hashes[here] = hashlib.sha256(text.encode()).hexdigest()
        licence_file = f"{name}.LICENSE"
        (HERE / licence_file).write_bytes(read("LICENSE"))
    return record | {"licence_file": licence_file, "sha256": hashes}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        records = [fetch(*library, Path(folder)) for library in LIBRARIES]
    (HERE / "VENDOR.json").write_text(json.dumps(records, indent=2) + "\n")


if __name__ == "__main__":
    main()
