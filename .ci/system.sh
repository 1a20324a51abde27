#!/usr/bin/env bash
# system.sh python|demo|tests: what must come from Debian. As root it is installed; else it is named, and it fails.
set -euo pipefail

python() {
  local version
  command -v "$PYTHON" > /dev/null || { echo "Python est absent : installez le paquet python3." >&2; exit 1; }
  version=$("$PYTHON" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  case $version in
    3.11 | 3.12 | 3.13) ;;
    *) echo "Python $version : il faut 3.11, 3.12 ou 3.13. Exemple : make PYTHON=python3.11 …" >&2; exit 1 ;;
  esac
  "$PYTHON" -c 'import ensurepip, venv' 2> /dev/null || need python3-venv
}

# need PACKAGE…: those that are missing.
need() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2> /dev/null | grep -q 'install ok installed' || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then return; fi
  if [ "$(id -u)" -ne 0 ]; then
    echo "Il manque des paquets Debian. Faites : sudo apt-get install ${missing[*]}" >&2
    exit 1
  fi
  echo "Installation des paquets Debian : ${missing[*]}…"
  export DEBIAN_FRONTEND=noninteractive
  apt-get -qq update
  apt-get -qq install --no-install-recommends "${missing[@]}" > /dev/null
}

# Cards and reports are drawn by Pango; dates need the zones.
demo() {
  command -v dpkg-query > /dev/null || { echo "Ce n'est pas Debian : il vous faut aussi Pango." >&2; return; }
  local bare=()
  ldconfig -p | grep -q libpangoft2-1.0.so.0 || bare+=(libpango-1.0-0 libpangoft2-1.0-0)
  [ -d /usr/share/zoneinfo/Europe ] || bare+=(tzdata)
  if [ ${#bare[@]} -eq 0 ]; then return; fi
  need "${bare[@]}"
}

tests() {
  # libatomic1 is for the Node.js inside Playwright.
  local wanted=(libpango-1.0-0 libpangoft2-1.0-0 tzdata fonts-dejavu-core libatomic1)
  command -v chromium > /dev/null || wanted+=(chromium)
  command -v certutil > /dev/null || wanted+=(libnss3-tools)
  command -v git > /dev/null || wanted+=(git)
  command -v initdb > /dev/null || compgen -G '/usr/lib/postgresql/*/bin/initdb' > /dev/null || wanted+=(postgresql)
  need "${wanted[@]}"
}

"$1"
