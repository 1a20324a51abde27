#!/usr/bin/env bash
# install.sh VENV REQUIREMENTS: the locked libraries, then this folder itself, into the environment.
set -euo pipefail
venv=$1 list=$2

echo "Installation des bibliothèques ($list)…"
if ! "$venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-input \
  --require-hashes --only-binary :all: -r "$list"; then
  echo "Une bibliothèque manque. Lisez la ligne ERROR plus haut." >&2
  echo "« No matching distribution » : elle n'a pas de paquet prêt (wheel) pour cette machine ou ce Python." >&2
  echo "Tiers-Lieu demande Debian 12 ou 13, Python 3.11 à 3.13, en x86-64 ou ARM 64 bits." >&2
  exit 1
fi

# This folder, as it is: one line that Python reads, and the command. No build, so no tool to download.
packages=$("$venv/bin/python" -c 'import sysconfig; print(sysconfig.get_path("purelib"))')
pwd > "$packages/tiers_lieu.pth"
cat > "$venv/bin/tiers-lieu" <<END
#!$(pwd)/$venv/bin/python
import sys

from tiers_lieu.cli import main

sys.exit(main())
END
chmod +x "$venv/bin/tiers-lieu"
