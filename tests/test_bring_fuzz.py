"""Whatever bytes a file holds, it is read or refused; rows kept and set aside are those read."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bringing import written
from squarely.grounds.bring.describe import resource
from squarely.grounds.bring.importing import Asked, Looked, look
from squarely.grounds.descriptor import parse

PIECES = st.sampled_from(
    [",", ";", "\t", '"', '""', "\n", "\r\n", "\r", "\0", "date", "n", "1.234", "1,5", "03/04/2025",
     "2025-10-03", "é", "\ud7ff", "\u2028", " ", "Italy", "@x", "a@b.org", "{", "}", "[", "]", ":",
     "null", "-", "1e9", "١٢", "²", "½", "NA", "='x'!A1", "9" * 30, "-0", "12.2024", "Q1 2024"]
)  # fmt: skip


def check(content: bytes, suffix: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = written(Path(folder), content, f"x{suffix}")
        found = look(path, Asked())
        if not isinstance(found, Looked):
            assert found
            assert all(one.message for one in found)
            return
        lengths = {len(values) for _, values in found.table.columns.values()}
        assert lengths == {found.table.rows_read - len(found.table.set_aside)}
        _, faults = parse(json.dumps({"resources": [resource(found)]}), "x")
        assert faults == ()


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join), st.sampled_from([".csv", ".tsv", ".json"]))
def test_any_text_is_read_or_refused(text: str, suffix: str) -> None:
    check(text.encode("utf-8", "surrogatepass"), suffix)


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=200), st.sampled_from([".csv", ".json", ".jsonl", ".txt"]))
def test_any_bytes_are_read_or_refused(content: bytes, suffix: str) -> None:
    check(content, suffix)


@pytest.mark.parametrize("suffix", [".xlsx", ".xls", ".xlsb", ".ods", ".parquet"])
@settings(max_examples=15, deadline=None)
@given(content=st.binary(max_size=100))
def test_any_bytes_are_no_workbook(content: bytes, suffix: str) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PAR1"):
        check(start + content, suffix)
