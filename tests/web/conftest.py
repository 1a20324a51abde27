"""The same people as at the desk."""

from tests.admin.conftest import alex, amina, bruno, chloe, driss

__all__ = ["alex", "amina", "bruno", "chloe", "driss"]
