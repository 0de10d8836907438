"""What two releases differ in, as text, as JSON, and as Markdown for a pull request.

What an author or a source wrote is escaped in Markdown: it can neither format the comment nor call
a person's or an issue's name. A comment has a greatest length; what is cut is counted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from squarely.model.release import (
    ClaimMoved,
    DatasetCompared,
    LockedDataset,
    Release,
    RowChanged,
    RowsCompared,
)
from squarely.report.export import as_json
from squarely.report.words import clipped, plain
from squarely.study.numbers import how_many

CELL = 60  # letters of a cell or a reason in a table
MOST = 60_000  # characters; a comment on a pull request may have 65,536
_ABSENT = "not there"
_ESCAPED = str.maketrans(
    {letter: f"\\{letter}" for letter in "\\`*_[]|~"}
    | {"&": "&amp;", "<": "&lt;", ">": "&gt;", "@": "&#64;", "#": "&#35;"}
)


def release_json(release: Release) -> str:
    """The whole difference as one JSON object."""
    held = as_json(release)
    assert isinstance(held, dict)
    ordered = {name: held[name] for name in ("schema", *(n for n in held if n != "schema"))}
    return json.dumps(ordered, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def release_text(release: Release) -> str:
    """The difference in lines: verdicts first, then conclusions, then the data."""
    lines = [f"{plain(release.old)} → {plain(release.new)}", _summary(release)]
    for one in release.verdicts:
        lines += ["", f"{plain(one.id)}: {_verdict(one)}"]
        lines += [f"  {plain(why)}" for why in one.why]
    for state in release.conclusions:
        lines += ["", f"{plain(state.id)}: {_was(state.old)} → {_was(state.new)}"]
    rest = [one for one in release.claims if not one.moved]
    if rest:
        lines += ["", "The same verdict from other numbers:"]
    for one in rest:
        lines += [f"  {plain(one.id)}: {'; '.join(map(plain, one.why))}"]
    for dataset in release.datasets:
        lines += ["", *_dataset_text(dataset)]
    lines += ["", *(plain(one) for one in release.programs)] if release.programs else []
    return "\n".join(lines) + "\n"


def release_markdown(release: Release, most: int = MOST) -> str:
    """The difference as a comment of at most so many characters."""
    head = f"### {_safe(release.old)} → {_safe(release.new)}\n\n{_summary(release)}\n"
    parts = [_verdict_table(release), _state_table(release), _data_table(release)]
    parts += [_fields_table(one) for one in release.datasets]
    parts += [_rows_table(one) for one in release.datasets]
    parts += [_numbers(release), _programs(release)]
    return _fitted(head, [part for part in parts if part[1]], most)


Part = tuple[tuple[str, str], Sequence[str]]  # what stands before and after the lines; the lines


def _fitted(head: str, parts: Sequence[Part], most: int) -> str:
    """As many lines as fit, each table whole in itself, and how many were cut."""
    note = "\n_{:,} more lines of {:,} were cut: the comment is limited to {:,} characters._\n"
    room = most - len(head) - len(note) - 40
    text, cut, whole = head, 0, sum(len(lines) for _, lines in parts)
    for (before, after), lines in parts:
        frame = len(before) + len(after) + 2
        kept: list[str] = []
        for line in lines:
            if cut == 0 and frame + sum(map(len, kept)) + len(kept) + len(line) < room:
                kept.append(line)
            else:
                cut += 1
        if kept:
            block = "\n" + before + "\n".join(kept) + "\n" + after
            text += block
            room -= len(block)
    return text + (note.format(cut, whole, most) if cut else "")


def _summary(release: Release) -> str:
    parts = []
    if release.judged:
        parts.append(f"{how_many(len(release.verdicts), 'verdict')} moved")
        parts.append(f"{how_many(len(release.conclusions), 'conclusion')} moved")
    found = [one.rows for one in release.datasets if one.rows]
    if found:
        kinds = ("added", "removed", "changed")
        totals = ((kind, sum(getattr(one, kind) for one in found)) for kind in kinds)
        told = ", ".join(f"{count:,} {kind}" for kind, count in totals)
        parts.append(f"rows {told} in {how_many(len(found), 'dataset')}")
    elif release.datasets:
        parts.append(f"{how_many(len(release.datasets), 'dataset')} changed")
    return ("; ".join(parts) or "no difference") + "."


def _verdict(one: ClaimMoved) -> str:
    was, now = _verdicts(one)
    return f"{was} → {now}"


def _verdicts(one: ClaimMoved) -> tuple[str, str]:
    """The verdicts as the locks word them, which a hand may have edited."""
    was, now = (_was(each.verdict if each else None) for each in (one.old, one.new))
    return was, now


def _was(told: str | None) -> str:
    return plain(told) if told else _ABSENT


def _dataset_text(one: DatasetCompared) -> Iterator[str]:
    yield f"{plain(one.name)}: {_state(one.old)} → {_state(one.new)}"
    yield from (f"  {line}" for line in _columns(one))
    if one.rows is None:
        return
    yield f"  {_rows_said(one.rows)}"
    for field in one.rows.fields:
        changed = f"{field.filled:,} filled, {field.emptied:,} emptied, {field.replaced:,} replaced"
        yield f"    {plain(field.name)}: {changed}"
    if one.rows.withheld:
        yield f"  {plain(one.rows.withheld)}"
    for row in one.rows.rows:
        key = " ".join(map(plain, row.key))
        yield f"    {row.kind} {clipped(key, CELL)}: {_cells(row)}".rstrip(": ")
    yield from (f"    {line}" for line in _more(one.rows))


def _state(one: LockedDataset | None) -> str:
    if one is None:
        return _ABSENT
    dated = f" of {plain(one.vintage)}" if one.vintage else ""
    rows = "" if one.rows_read is None else f", {one.rows_read:,} rows"
    aside = f" ({one.rows_set_aside:,} set aside)" if one.rows_set_aside and rows else ""
    return f"{plain(one.version)}{dated}{rows}{aside}, sha256 {plain(one.sha256[:12])}"


def _columns(one: DatasetCompared) -> Iterator[str]:
    kinds = (
        ("columns added", one.columns_added),
        ("columns removed", one.columns_removed),
        ("columns of another type", one.columns_retyped),
    )
    for said, names in kinds:
        if names:
            yield f"{said}: {', '.join(map(plain, names))}"


def _rows_said(rows: RowsCompared) -> str:
    by = (
        f"by {', '.join(map(plain, rows.key))}"
        if rows.key
        else "as bags of rows, for want of a key"
    )
    told = (
        f"{rows.added:,} added, {rows.removed:,} removed, {rows.changed:,} changed, "
        f"{rows.same:,} the same ({by}"
    )
    bag = rows.bag_added + rows.bag_removed + rows.bag_same
    if rows.key and bag:
        told += (
            f"; rows without a key of their own are compared as bags: {rows.bag_added:,} added, "
            f"{rows.bag_removed:,} removed, {rows.bag_same:,} the same"
        )
    return told + ")"


def _more(rows: RowsCompared) -> Iterator[str]:
    """How many keyed rows of each kind are not listed."""
    keyed = {
        "changed": rows.changed,
        "added": rows.added - rows.bag_added,
        "removed": rows.removed - rows.bag_removed,
    }
    for kind, count in keyed.items():
        more = count - sum(row.kind == kind for row in rows.rows)
        if more > 0 and rows.key:
            yield f"and {more:,} more {kind}"


def _cells(row: RowChanged) -> str:
    return "; ".join(_cell(row.kind, name, was, now) for name, was, now in row.fields)


def _cell(kind: str, name: str, was: str, now: str) -> str:
    if not (was or now):
        return plain(name)
    if kind != "changed":
        return f"{plain(name)} {clipped(plain(was or now), CELL)}"
    texts = (f'"{clipped(plain(text), CELL)}"' if text else "empty" for text in (was, now))
    return f"{plain(name)} {' → '.join(texts)}"


def _safe(text: str) -> str:
    return plain(text).translate(_ESCAPED)


def _row(*cells: str) -> str:
    return f"| {' | '.join(cells)} |"


def _heads(*names: str) -> str:
    return f"{_row(*names)}\n|{'---|' * len(names)}\n"


def _folded(title: str, inside: str) -> tuple[str, str]:
    return f"<details><summary>{title}</summary>\n\n{inside}", "\n</details>\n"


def _verdict_table(release: Release) -> Part:
    lines = []
    for one in release.verdicts:
        was, now = map(_safe, _verdicts(one))
        why = "<br>".join(_safe(clipped(plain(each), 4 * CELL)) for each in one.why)
        lines.append(_row(f"**{_safe(one.id)}**", was, f"**{now}**", why))
    return (_heads("claim", "was", "is", "what moved"), ""), lines


def _state_table(release: Release) -> Part:
    lines = [
        _row(f"**{_safe(one.id)}**", _safe(_was(one.old)), f"**{_safe(_was(one.new))}**")
        for one in release.conclusions
    ]
    return (_heads("conclusion", "was", "is"), ""), lines


def _data_table(release: Release) -> Part:
    lines = []
    for one in release.datasets:
        counts = ("", "", "", "")
        if one.rows:
            held = (one.rows.added, one.rows.removed, one.rows.changed, one.rows.same)
            counts = tuple(f"{count:,}" for count in held)  # type: ignore[assignment]
        states = (_safe(_state(each)) for each in (one.old, one.new))
        lines.append(_row(_safe(one.name), *states, *counts))
    names = ("dataset", "was", "is", "added", "removed", "changed", "the same")
    return (_heads(*names), ""), lines


def _fields_table(one: DatasetCompared) -> Part:
    lines = [_row(_safe(line), "", "", "") for line in _columns(one)]
    if one.rows:
        lines += [
            _row(_safe(f.name), f"{f.filled:,}", f"{f.emptied:,}", f"{f.replaced:,}")
            for f in one.rows.fields
        ]
        bagged = one.rows.bag_added or one.rows.bag_removed
        lines += [_row(_safe(_rows_said(one.rows)), "", "", "")] if bagged else []
    heads = _heads("column", "filled", "emptied", "replaced")
    return _folded(f"{_safe(one.name)}: what changed in which column", heads), lines


def _rows_table(one: DatasetCompared) -> Part:
    rows = one.rows
    if rows is None:
        return ("", ""), []
    lines = [
        _row(row.kind, _safe(clipped(" ".join(row.key), CELL)), _safe(_cells(row)))
        for row in rows.rows
    ]
    lines += [_row("", "", line) for line in _more(rows)]
    lines += [_row("", "", _safe(rows.withheld))] if rows.withheld and lines else []
    title = f"{_safe(one.name)}: {how_many(len(rows.rows), 'row')} of those that changed"
    return _folded(title, _heads("row", "key", "fields")), lines


def _numbers(release: Release) -> Part:
    rest = [one for one in release.claims if not one.moved]
    lines = [
        _row(_safe(one.id), _safe(_verdicts(one)[1]), "<br>".join(map(_safe, one.why)))
        for one in rest
    ]
    title = f"{how_many(len(rest), 'claim')} with the same verdict from other numbers"
    return _folded(title, _heads("claim", "verdict", "what moved")), lines


def _programs(release: Release) -> Part:
    return ("", ""), [f"- {_safe(one)}" for one in release.programs]
