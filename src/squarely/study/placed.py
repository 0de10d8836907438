"""The places a claim's conditions name, and what must be said of them beside the data."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from squarely.grounds.places import notes
from squarely.model.dataset import Dataset
from squarely.model.request import Count, Request

PLACES = ("country", "region")


def place_notes(dataset: Dataset, requests: Iterable[Request]) -> tuple[str, ...]:
    """What must be said of the places that are asked of a dataset, each once."""
    return notes(dict.fromkeys(_codes(dataset, requests)))


def _codes(dataset: Dataset, requests: Iterable[Request]) -> Iterator[str]:
    for request in requests:
        if request.dataset.partition("@")[0] != dataset.name:
            continue
        given = request.measure.where if isinstance(request, Count) else request.where
        for condition in given:
            column = dataset.column(condition.column)
            if column is not None and column.type in PLACES:
                yield from (str(value) for value in condition.values if value is not None)
