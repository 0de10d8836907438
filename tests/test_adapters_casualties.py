"""Casualty series: days that sum to the total, catch-ups apart, empty cells left empty."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squarely.grounds.adapters import (
    gaza_damage,
    gaza_deaths,
    israel_gaza_lebanon_daily,
    lebanon_casualties,
    west_bank_casualties,
)
from squarely.grounds.adapters.west_bank_casualties import rises
from squarely.grounds.prepared import Prepared


def column(prepared: Prepared, name: str) -> list[object]:
    return list(prepared.columns[name][1])


def total(prepared: Prepared, name: str) -> int:
    return sum(int(str(value)) for value in column(prepared, name) if value is not None)


@given(st.lists(st.integers(0, 10_000), min_size=1))
def test_rises_add_up_to_the_last_total(totals: list[int]) -> None:
    assert sum(rises(totals)) == totals[-1]
    assert len(rises(totals)) == len(totals)


def told(day: str, **cells: object) -> dict[str, object]:
    return {"report_date": day, "report_source": "mohtel", "report_period": 24, **cells}


def gaza(root: Path, reports: list[dict[str, object]]) -> Prepared:
    path = root / gaza_deaths.SOURCES[0]
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(reports), encoding="utf-8")
    return gaza_deaths.read(root)


def test_deaths_accepted_late_stand_in_a_row_of_their_own(tmp_path: Path) -> None:
    late = told("2025-04-27", ext_killed=748, killed=748, killed_committee=697)
    prepared = gaza(tmp_path, [told("2025-04-26", ext_killed=51, killed=51), late])
    assert column(prepared, "killed") == [51, 51, 697]
    assert column(prepared, "catch_up") == [False, False, True]
    assert prepared.rows_read == 3


def test_a_day_without_a_printed_figure_keeps_it_empty(tmp_path: Path) -> None:
    prepared = gaza(tmp_path, [told("2023-10-26", ext_killed=481)])
    assert column(prepared, "killed_reported") == [None]
    assert column(prepared, "killed") == [481]


@pytest.mark.originals
def test_gaza_days_sum_to_the_last_running_total(originals: Path) -> None:
    prepared = gaza_deaths.read(originals)
    assert total(prepared, "killed") == column(prepared, "killed_cumulative")[-1]
    silent = column(prepared, "date").index(date(2023, 11, 21))
    assert column(prepared, "killed")[silent] == 828
    assert column(prepared, "catch_up")[silent] is True


@pytest.mark.originals
def test_running_totals_are_missing_where_the_reports_lack_them(originals: Path) -> None:
    prepared = gaza_deaths.read(originals)
    cells = zip(
        column(prepared, "killed_cumulative"), column(prepared, "period_hours"), strict=True
    )
    assert sum(killed is None and hours is not None for killed, hours in cells) == 18


@pytest.mark.originals
def test_rises_in_the_west_bank_and_lebanon_reach_the_running_totals(originals: Path) -> None:
    for module in (west_bank_casualties, lebanon_casualties):
        prepared = module.read(originals)
        assert total(prepared, "new_killed") == column(prepared, "killed_cumulative")[-1]


@pytest.mark.originals
def test_damage_figures_of_unreported_days_stay_empty(originals: Path) -> None:
    prepared = gaza_damage.read(originals)
    assert column(prepared, "homes_destroyed")[0] is None
    assert column(prepared, "homes_destroyed_filled")[0] is not None


def test_a_place_without_a_total_on_a_day_is_set_aside_and_counted(tmp_path: Path) -> None:
    path = tmp_path / israel_gaza_lebanon_daily.SOURCES[0]
    path.parent.mkdir(parents=True)
    dead = "palestine_children_tfp,israel_children,israel_adults,palestine_total"
    path.write_text(
        f"date,killed_in_lebanon,{dead}\n2023-10-09,6,91,,,560\n2023-10-10,6,260,24,1245,900\n",
        encoding="utf-8",
    )
    prepared = israel_gaza_lebanon_daily.read(tmp_path)
    assert [row.reason for row in prepared.set_aside] == ["no total for ISR on that day"]
    assert column(prepared, "killed_cumulative") == [1269, 6, 6, 560, 900]
    assert column(prepared, "new_killed") == [1269, 6, 0, 560, 340]
    assert prepared.rows_read == 6
