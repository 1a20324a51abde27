#!/usr/bin/env bash
# lock.sh: pyproject.toml → requirements.txt and requirements-dev.txt: versions and hashes, no address.
set -euo pipefail
command -v uv > /dev/null || { echo "uv est absent : pip install uv" >&2; exit 1; }

options=(--quiet --format requirements.txt --no-emit-project --no-header --no-annotate)
uv lock --quiet
uv export "${options[@]}" --no-dev > requirements.txt
uv export "${options[@]}" --group dev > requirements-dev.txt
rm -f uv.lock # it records addresses
if grep -n "://" requirements.txt requirements-dev.txt; then
  echo "Une adresse est dans la liste : ne la publiez pas." >&2
  exit 1
fi
