"""Commands run in the test's process, on the test's hub."""

from collections.abc import Callable

import pytest

from tiers_lieu import cli
from tiers_lieu.config import Settings

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(settings: Settings, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on the test's hub, on each database: `run("init")` → status, output, errors."""
    environment = {
        "TIERS_LIEU_INSTANCE": str(settings.instance),
        "DATABASE_URL": settings.database_url,
        "TIERS_LIEU_HOST": settings.host,
        "TIERS_LIEU_ADDRESSES": "localhost",
    }
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    def run(*arguments: str) -> tuple[int, str, str]:
        status = cli.main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run
