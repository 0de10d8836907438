"""A file in a publisher's format, described by that publisher's own entry of the catalog.

What its rows cover is read from them; everything else (roles, licence, traps, units) is as the
catalog states it.
"""

from __future__ import annotations

import json
from typing import Any

from squarely.grounds.catalog import SHIPPED, Stand
from squarely.grounds.descriptor import Described, parse
from squarely.grounds.formats import Recognised
from squarely.grounds.publishers import kept_format, narrowed
from squarely.grounds.tables import left_out

_REASONS = 5


def published(found: Recognised) -> Described:
    """The catalog's dataset as the rows of a file have it."""
    package = _catalog(found.name)
    return narrowed(parse(json.dumps(package), found.name)[0][0], found.path, found.module)


def _catalog(name: str) -> dict[str, Any]:
    text = (SHIPPED / "catalog" / f"{name}.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def told(found: Recognised, described: Described) -> list[str]:
    """What a publisher's file holds, line by line."""
    stand = Stand("format", described, found.path, found.module)
    kept = left_out(stand)
    dataset = described.dataset
    held = dataset.coverage
    lines = [
        f"{found.path.name}: {dataset.title}, recognised because {found.how}",
        f"{kept.rows_read - kept.set_aside:,} rows kept, {kept.set_aside:,} set aside, "
        f"of {kept.rows_read:,} read",
    ]
    firsts = {one.reason: one for one in reversed(kept.listed)}
    for reason, count in kept.reasons[:_REASONS]:
        one = firsts.get(reason)
        at = f"line {one.line}: " if one else ""
        more = f" (and {count - 1:,} more like it)" if count > 1 else ""
        lines.append(f"  {at}{reason}{more}")
    places = ", ".join(held.places[:12]) + (" and more" if len(held.places) > 12 else "")
    lines += [
        f"these rows cover {held.during} and {places or 'no country that is known here'}; "
        "a day or country beyond is not taken for one without an event",
        f"licence: {dataset.licence}; rows {'may' if dataset.redistributable else 'may not'} be "
        "shown",
        "columns: " + ", ".join(column.name for column in dataset.columns),
        "units to count: " + ", ".join(dataset.units),
        *(f"trap: {trap}" for trap in dataset.traps),
    ]
    return lines


def resource(found: Recognised, described: Described, name: str | None = None) -> dict[str, Any]:
    """The catalog's resource as these rows have it."""
    package = _catalog(found.name)
    dataset = described.dataset
    own = dict(package["resources"][0])
    names = {column.name for column in dataset.columns}
    fields = [one for one in own["schema"]["fields"] if one["name"] in names]
    held = dataset.coverage
    coverage = {
        **own["squarely"]["coverage"],
        "first": held.during.first and held.during.first.isoformat(),
        "last": held.during.last and held.during.last.isoformat(),
        "places": list(held.places),
    }
    stated = {
        **own["squarely"],
        "roles": dict(dataset.roles),
        "coverage": {key: value for key, value in coverage.items() if value is not None},
        "vintage": dataset.vintage,
        "format": found.module,
    }
    return {
        **own,
        "name": name or found.name,
        "title": package["title"],
        "version": dataset.version,
        "path": found.path.name,
        "licenses": package["licenses"],
        "sources": package["sources"],
        "schema": {**own["schema"], "fields": fields},
        "squarely": stated,
    }


def claim(found: Recognised, described: Described, name: str) -> str:
    """What the table states of itself, so that a first verdict can be read: no finding."""
    dataset = described.dataset
    kept = kept_format(found.path, found.module)
    rows = kept.rows_read - kept.set_aside
    unit = next(iter(dataset.units))
    quoted = json.dumps(found.path.name, ensure_ascii=False)
    during = dataset.coverage.during
    says = f"At least {rows} {unit} are recorded from {during.first} to {during.last}."
    return "\n".join([
        "squarely: 1",
        f"title: A first look at {name}",
        f"data: [{quoted}]",
        "claims:",
        "  first-look:",
        f"    says: {json.dumps(says)}",
        "    warrant:",
        "      level:",
        f"        of: {{count: {unit}, in: {name}}}",
        f"        during: {during}",
        f"        expect: {{at-least: {rows}}}",
        "",
    ])  # fmt: skip
