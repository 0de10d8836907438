"""R's data frames as columns: the file is made here, byte by byte, as R would write it."""

from __future__ import annotations

import gzip
import struct
from pathlib import Path

import pytest

from squarely.grounds import rda

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


def written(path: Path) -> Path:
    header = b"RDX2\nX\n" + word(2) + word(0x30500) + word(0x20300)
    body = word(LIST_WITH_TAG) + symbol("votes") + frame() + word(NIL)
    path.write_bytes(gzip.compress(header + body))
    return path


def test_a_data_frame_becomes_columns(tmp_path: Path) -> None:
    pytest.importorskip("rdata")
    found = rda.tables(written(tmp_path / "votes.rda"))
    assert list(found) == ["votes"]
    assert found["votes"]["vote"] == ["yes", "no"]
    assert found["votes"]["size"] == [1.5, None]
    assert found["votes"]["name"] == ["a", None]


def test_without_the_reader_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(__import__("sys").modules, "rdata", None)
    with pytest.raises(ImportError, match=r"squarely\[rda\]"):
        rda.tables(tmp_path / "votes.rda")
