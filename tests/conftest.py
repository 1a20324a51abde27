"""The ground of the tests. The fixtures are in `tests/fixtures`, one file a subject."""

import os
import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = [
    "tests.fixtures.postgres",
    "tests.fixtures.database",
    "tests.fixtures.app",
    "tests.fixtures.demo",
    "tests.fixtures.hub",
    "tests.fixtures.browser",
]

ROOT = Path(__file__).resolve().parents[1]

# A failure prints the blob that replays it; a busy machine is not a failure.
settings.register_profile(
    "house", print_blob=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("house")


def real_data_folder() -> Path | None:
    """The folder of the real lists, or None when it is not there."""
    folder = Path(os.environ.get("REAL_DATA") or ROOT.parent / "shared" / "data")
    folder = folder if folder.is_absolute() else ROOT / folder
    return folder if folder.is_dir() else None


def pytest_configure(config: pytest.Config) -> None:
    """Choose the seed of this run, for Hypothesis and for who asks for `seed`; xdist passes it on."""
    if config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(random.SystemRandom().randrange(2**31))


def pytest_report_header(config: pytest.Config) -> list[str]:
    """Say the seed, and in one line where the real lists are, or that they are not there."""
    folder, seed = real_data_folder(), config.option.hypothesis_seed
    absent = "ABSENT (REAL_DATA), the tests marked real_data are left out"
    return [
        f"seed: {seed} (again with --hypothesis-seed={seed})",
        f"real lists: {folder or absent}",
    ]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests on the real lists when there are none: the header has said so."""
    if real_data_folder() is not None:
        return
    left_out = [item for item in items if item.get_closest_marker("real_data")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in left_out]


@pytest.fixture(scope="session")
def seed(pytestconfig: pytest.Config) -> int:
    """The seed of this run, printed at its head."""
    return int(pytestconfig.option.hypothesis_seed)


@pytest.fixture(scope="session")
def real_data() -> Path:
    """The folder of the real lists; only for tests marked `real_data`."""
    folder = real_data_folder()
    assert folder is not None, "mark this test with @pytest.mark.real_data"
    return folder
