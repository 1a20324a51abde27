"""The bench works: every piece runs, at a size that says nothing of speed."""

import json
from pathlib import Path

import pytest

from tests.bench.__main__ import main
from tests.bench.figures import Figure, percentile, verdict


@pytest.mark.slow
@pytest.mark.browser
def test_the_bench_measures_everything_and_says_which_bars_are_held(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["--quick", "--json", str(tmp_path / "bench.json")])
    written = json.loads((tmp_path / "bench.json").read_text())
    names = [figure["name"] for figure in written["figures"]]
    for backend in ("SQLite", "PostgreSQL"):
        for clients in ("1 client", "4 clients"):
            assert f"{backend}, {clients}: ratio" in names
    barred = [figure["name"] for figure in written["figures"] if figure["is_held"] is not None]
    assert len(barred) == 13, barred
    said = capsys.readouterr().out
    assert all(name in said for name in names)
    assert "Every bar is held" in said or "bars MISSED" in said


def test_a_missed_bar_is_said_in_words() -> None:
    figures = [Figure("slow", 60, "ms", 50), Figure("fast", 40, "ms", 50), Figure("free", 1)]
    assert [each.is_held for each in figures] == [False, True, None]
    assert figures[0].as_line().endswith("MISSED") and figures[1].as_line().endswith("held")
    assert verdict(figures) == "1 of 2 bars MISSED: slow"
    assert Figure("ratio", 0.3, "", 0.25, is_floor=True).is_held


def test_a_percentile_is_the_nearest_rank() -> None:
    assert percentile(range(1, 101), 95) == 95
    assert percentile(range(1, 101), 99) == 99
    assert percentile([7], 95) == 7
