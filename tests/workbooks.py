"""A small workbook written by hand, so that tests need no package that writes one."""

from __future__ import annotations

import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'spreadsheetml.sheet.main+xml"/></Types>'
)
_DOC = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PKG = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def workbook(path: Path, sheets: dict[str, list[list[str]]]) -> Path:
    """Sheets of cells, each given as the XML inside it, or a plain text."""
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("[Content_Types].xml", _TYPES)
        book.writestr("_rels/.rels", _rels([("officeDocument", "xl/workbook.xml")]))
        names = "".join(
            f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"/>'
            for n, name in enumerate(sheets, 1)
        )
        book.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOC}"><sheets>{names}</sheets></workbook>',
        )
        files = [("worksheet", f"worksheets/s{n}.xml") for n in range(1, len(sheets) + 1)]
        book.writestr("xl/_rels/workbook.xml.rels", _rels([*files, ("styles", "styles.xml")]))
        book.writestr(
            "xl/styles.xml",
            f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/>'
            '<xf numFmtId="14"/></cellXfs></styleSheet>',
        )
        for n, rows in enumerate(sheets.values(), 1):
            book.writestr(f"xl/worksheets/s{n}.xml", _sheet(rows))
    return path


def _rels(targets: list[tuple[str, str]]) -> str:
    each = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOC}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{_PKG}">{each}</Relationships>'


def _sheet(rows: list[list[str]]) -> str:
    lines = (
        f'<row r="{r}">' + "".join(_cell(cell, f"{chr(65 + c)}{r}") for c, cell in enumerate(row))
        + "</row>"
        for r, row in enumerate(rows, 1)
    )  # fmt: skip
    return f'<worksheet xmlns="{_MAIN}"><sheetData>{"".join(lines)}</sheetData></worksheet>'


def _cell(cell: str, at: str) -> str:
    """A text; `=F|V` is a formula with its kept value, `#N` a number, `@N` a day by its number."""
    if cell.startswith("="):
        formula, _, value = cell[1:].partition("|")
        return f'<c r="{at}"><f>{escape(formula)}</f><v>{value}</v></c>'
    if cell.startswith("#"):
        return f'<c r="{at}"><v>{cell[1:]}</v></c>'
    if cell.startswith("@"):
        return f'<c r="{at}" s="1"><v>{cell[1:]}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>' if cell else ""
