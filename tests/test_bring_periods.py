"""A table whose dates all begin a period stands for periods, not for days."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from squarely.cli import run

MONTHS = [f"{2020 + n // 12}-{n % 12 + 1:02d}-01" for n in range(48)]
ENDS = ["2021-01-31", "2021-02-28", "2021-03-31", "2021-04-30", "2021-05-31", "2021-06-30"]
QUARTERS = [f"{2015 + n // 4}-{3 * (n % 4) + 1:02d}-01" for n in range(20)]
YEARS = [f"{2000 + n}-01-01" for n in range(20)]
WEEKS = [f"2024-{month:02d}-{day:02d}" for month, day in
         [(1, 1), (1, 8), (1, 15), (1, 22), (1, 29), (2, 5), (2, 12), (2, 19), (2, 26), (3, 4),
          (3, 11), (3, 18)]]  # fmt: skip
DAYS = ["2024-01-01", "2024-01-03", "2024-02-01", "2024-03-09", "2024-04-01", "2024-05-01"]


@pytest.mark.parametrize(
    ("dates", "resolution", "last"),
    [
        (MONTHS, "month", "2023-12-31"),
        (ENDS, "month", "2021-06-30"),
        (QUARTERS, "quarter", "2019-12-31"),
        (YEARS, "year", "2019-12-31"),
        (WEEKS, "week", "2024-03-24"),
        (DAYS, "day", "2024-05-01"),
        (MONTHS[:5], "day", "2020-05-01"),
    ],
)
def test_the_resolution_is_found_in_the_dates(
    dates: list[str], resolution: str, last: str, tmp_path: Path
) -> None:
    table = tmp_path / "calls.csv"
    table.write_text("day,calls\n" + "".join(f"{day},{n + 30}\n" for n, day in enumerate(dates)))
    assert run(["data", "add", str(table), "--yes"]) == 0
    package = json.loads((tmp_path / "datapackage.json").read_text())
    coverage = package["resources"][0]["squarely"]["coverage"]
    assert (coverage["resolution"], coverage["last"]) == (resolution, last)


def test_a_table_of_months_is_a_series_of_its_only_figure(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    table = tmp_path / "calls.csv"
    table.write_text("day,calls\n" + "".join(f"{day},{n + 30}\n" for n, day in enumerate(MONTHS)))
    assert run(["data", "add", str(table), "--yes"]) == 0
    argument = tmp_path / "calls.yaml"
    argument.write_text(capsys.readouterr().out)
    assert "trend" in argument.read_text()
    assert run(["check", str(argument)]) == 0
    assert "1 claim: 1 supported" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("first", "last", "span"),
    [
        ("2021-01-03", "2023-12-26", ("2021-01-01", "2023-12-31")),
        ("2021-01-09", "2023-12-20", ("2021-01-09", "2023-12-20")),
        ("2021-01-03", "2021-06-28", ("2021-01-03", "2021-06-28")),
    ],
)
def test_a_long_record_fills_its_first_and_last_month(
    first: str, last: str, span: tuple[str, str], tmp_path: Path
) -> None:
    table = tmp_path / "strikes.csv"
    table.write_text(f"day,people\n{first},40\n2021-03-05,7\n2021-04-22,9\n{last},60\n")
    assert run(["data", "add", str(table), "--yes"]) == 0
    package = json.loads((tmp_path / "datapackage.json").read_text())
    coverage = package["resources"][0]["squarely"]["coverage"]
    assert (coverage["first"], coverage["last"]) == span
