"""R's data frames as columns: the file is made here, byte by byte, as R would write it."""

from __future__ import annotations

import bz2
import contextlib
import gzip
import lzma
import struct
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from squarely.grounds import rda
from squarely.grounds.frames import plain

NIL, LIST_WITH_TAG = 0xFE, 0x402


def word(value: int) -> bytes:
    return struct.pack(">I", value & 0xFFFFFFFF)


def char(text: str | None) -> bytes:
    if text is None:
        return word(0x00000009) + word(-1)
    return word(0x00040009) + word(len(text)) + text.encode()


def symbol(name: str) -> bytes:
    return word(1) + char(name)


def strings(*texts: str | None) -> bytes:
    return word(16) + word(len(texts)) + b"".join(char(text) for text in texts)


def frame() -> bytes:
    numbers = word(14) + word(2) + struct.pack(">d", 1.5) + bytes.fromhex("7ff00000000007a2")
    factor = (
        word(0x30D)
        + word(2)
        + word(2)
        + word(1)
        + (word(LIST_WITH_TAG) + symbol("levels") + strings("no", "yes"))
        + (word(LIST_WITH_TAG) + symbol("class") + strings("factor") + word(NIL))
    )
    names = word(LIST_WITH_TAG) + symbol("names") + strings("size", "name", "vote")
    kind = word(LIST_WITH_TAG) + word(0x3FF) + strings("data.frame")  # "class", named before
    rows = word(LIST_WITH_TAG) + symbol("row.names") + word(13) + word(2) + word(1 << 31) + word(-2)
    columns = numbers + strings("a", None) + factor
    return word(0x313) + word(3) + columns + names + kind + rows + word(NIL)


def saved() -> bytes:
    header = b"RDX2\nX\n" + word(2) + word(0x30500) + word(0x20300)
    return header + word(LIST_WITH_TAG) + symbol("votes") + frame() + word(NIL)


def write(folder: Path, content: bytes) -> Path:
    path = folder / "votes.rda"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "packed", [bytes, gzip.compress, bz2.compress, lzma.compress], ids=["plain", "gz", "bz2", "xz"]
)
def test_a_data_frame_becomes_columns(packed: Callable[[bytes], bytes], tmp_path: Path) -> None:
    found = rda.tables(write(tmp_path, packed(saved())))
    assert list(found) == ["votes"]
    assert found["votes"]["vote"] == ["yes", "no"]
    assert found["votes"]["size"] == [1.5, None]
    assert found["votes"]["name"] == ["a", None]


@given(st.integers(0, len(saved()) - 5))
def test_a_file_that_breaks_off_is_refused_and_never_read_in_part(length: int) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.raises(rda.NotReadable):
        rda.tables(write(Path(folder), saved()[:length]))


@given(st.binary(max_size=200))
def test_a_damaged_file_never_raises_anything_else(junk: bytes) -> None:
    content = saved()[:19] + junk
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(rda.NotReadable):
        rda.tables(write(Path(folder), content))


def test_a_function_in_the_file_is_refused_not_run(tmp_path: Path) -> None:
    header = saved()[:19]
    closure = header + word(LIST_WITH_TAG) + symbol("f") + word(3) + word(NIL)
    with pytest.raises(rda.NotReadable, match="type 3 is not read"):
        rda.tables(write(tmp_path, closure))


@pytest.mark.originals
@pytest.mark.parametrize("name", ["unvotes/un_roll_calls", "democracy/wgi", "pwt10/pwt10.01"])
def test_another_reader_finds_the_same_cells(name: str, originals: Path) -> None:
    rdata = pytest.importorskip("rdata", reason="the reader compared with is not installed")
    path = originals / f"{name}.rda"
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = rdata.read_rda(path)
    for table, columns in rda.tables(path).items():
        for column, cells in columns.items():
            other = theirs[table][column].tolist()
            assert [plain(cell) for cell in cells] == [plain(cell) for cell in other]
