"""What an activity is: one folder under `activities/`, discovered by its name, never registered."""

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from flask import Blueprint


@dataclass(frozen=True)
class Activity:
    """What the house learns of an activity. Each part may be left out.

    Its permissions are rows, so its migration writes them; its tablet's part is `pos/tablet/activities/<name>/`.
    """

    name: str
    label: Any  # text, or lazy text to translate
    blueprint: Blueprint | None = None
    menu: tuple[tuple[str, str, str], ...] = ()  # (label, endpoint, permission)
    job_handlers: dict[str, Callable[..., None]] = field(default_factory=dict)


def discover(package: str = "tiers_lieu.activities") -> dict[str, Activity]:
    """Every activity of a package, by name."""
    folder = importlib.import_module(package)
    found: dict[str, Activity] = {}
    for module in sorted(pkgutil.iter_modules(folder.__path__), key=lambda m: m.name):
        activity = importlib.import_module(f"{package}.{module.name}").ACTIVITY
        if activity.name != module.name:
            raise RuntimeError(f"the folder {module.name} holds the activity {activity.name}")
        found[activity.name] = activity
    return found
