"""The answers of a form as an argument file, and which field wrote which part of it.

The text is made of pieces that know their field, so that a fault which the reader of the file finds
at a line and a column comes back at the field that caused it.
"""

from __future__ import annotations

from dataclasses import dataclass

from squarely.argument.text import position
from squarely.model.dataset import Column, Dataset
from squarely.serve.questions import BOUNDS, BY_NAME, DAY, EVERY, PERIODS, Question, every
from squarely.serve.spelling import dates_spelled, number_spelled, spelled

Piece = tuple[str, str]  # the field, empty for what no field wrote; its text
Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The answers, as they were typed; what `by`, `first` ... hold is the question's matter."""

    says: str
    dataset: str
    measure: str  # "count strikes", "sum size" or "value growth"
    where: tuple[tuple[str, str], ...]
    question: str
    expect: str
    bound: str = ""
    during: str = ""
    by: str = ""
    first: str = ""
    second: str = ""
    third: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """The text of a form in its pieces."""

    pieces: Line

    @property
    def text(self) -> str:
        """The argument file."""
        return "".join(text for _, text in self.pieces)

    def field_at(self, line: int, column: int) -> str:
        """The field that wrote what stands there; of a key the first field after it."""
        text, end, last = self.text, 0, ""
        for field, piece in self.pieces:
            end += len(piece)
            last = field or last
            if field and position(text, end) > (line, column):
                return field
        return last


def written(form: Form, dataset: Dataset | None, data: str = "") -> Written:
    """The argument file of a form; `data` is the file of its dataset where it is the user's own."""
    question = BY_NAME.get(form.question) or BY_NAME["level"]
    title = spelled(form.says[:120] or "One claim")
    lines: list[Line] = [(("", "squarely: 1"),), (("", "title: "), ("says", title))]
    lines += [(("", "data: ["), ("dataset", spelled(data)), ("", "]"))] if data else []
    lines += [(("", "claims:"),), (("", "  claim:"),)]
    lines += [(("", "    says: "), ("says", spelled(form.says))), (("", "    warrant:"),)]
    lines.append((("", f"      {question.warrant}:"),))
    keys = [*_asked(form, question, dataset), *_when(form, question), _expected(form)]
    lines += [(("", "        "), *key) for key in keys]
    return Written(tuple(piece for line in lines for piece in (*line, ("", "\n"))))


def _asked(form: Form, question: Question, dataset: Dataset | None) -> list[Line]:
    """The keys of a warrant but its window and what it expects."""
    own = (("", "in: "), ("dataset", spelled(form.dataset)))
    first, second = ("first", spelled(form.first)), ("second", spelled(form.second))
    if question.warrant == "consensus":
        return [own, (("", "item: "), first), (("", "position: "), second)]
    if question.warrant == "dependence":
        return [own, (("", "user: "), second), (("", "supplier: "), first)]
    if question.warrant == "opinion":
        public: list[Line] = [(("", "population: "), ("third", spelled(form.third)))]
        keys: list[Line] = [own, (("", "question: "), first), (("", "answer: "), second)]
        return [*keys, *(public if form.third else [])]
    if question.warrant == "order":
        return _order(form, dataset)
    return [*_measured(form, question, dataset), *_beside(form, question, dataset)]


def _order(form: Form, dataset: Dataset | None) -> list[Line]:
    own = (("", "{in: "), ("dataset", spelled(form.dataset)))
    rows = _rows(form, dataset)
    narrowed = (("", ", where: "), *rows) if rows else ()
    first = (("", "first: "), *own, *narrowed, ("", "}"))
    if form.by == DAY:
        return [first, (("", "then: "), ("first", dates_spelled(form.first)))]
    then = (("", "then: "), *own, ("", ", where: "), *_part(form, dataset), ("", "}"))
    return [first, then]


def _measured(form: Form, question: Question, dataset: Dataset | None) -> list[Line]:
    """What is counted, of which rows; of a part also the whole that it is a part of."""
    kind, _, name = form.measure.partition(" ")
    rows = _rows(form, dataset)
    own = (("", ", in: "), ("dataset", spelled(form.dataset)))
    counted = (("", "of: {"), ("measure", f"{kind or 'count'}: {spelled(name)}"), *own)
    if question.name == "always":
        among = (("", ", among: "), *rows) if rows else ()
        return [(("", "of: {share: "), *_part(form, dataset), *own, *among, ("", "}"))]
    if question.name == "share":
        part = (*counted, ("", ", where: "), *_part(form, dataset), ("", "}"))
        return [part, (("", "among: "), *rows)] if rows else [part]
    return [(*counted, *((("", ", where: "), *rows) if rows else ()), ("", "}"))]


def _beside(form: Form, question: Question, dataset: Dataset | None) -> list[Line]:
    """What the measure is looked at by."""
    periods: list[Line] = [(("", f"every: {every(dataset)}"),)]
    if question.name == "trend":
        return periods
    if question.name == "change":
        return [*periods, (("", "at: "), ("first", dates_spelled(form.first)))]
    if question.name == "contrast":
        spell = dates_spelled if form.by == PERIODS else spelled
        pair = (("first", spell(form.first)), ("", ", "), ("second", spell(form.second)))
        return [(("", "groups: {"), ("by", spelled(form.by)), ("", ": ["), *pair, ("", "]}"))]
    if question.name == "extreme":
        period = EVERY.get(form.by)
        rivals = ("by", f"every: {period}" if period else f"by: {spelled(form.by)}")
        return [(rivals,), (("", "item: "), ("first", spelled(form.first)))]
    return []


def _when(form: Form, question: Question) -> list[Line]:
    if not form.during or not question.window:
        return []
    return [(("", "during: "), ("during", dates_spelled(form.during)))]


def _expected(form: Form) -> Line:
    word = form.expect.removeprefix("not ")
    if word in BOUNDS:
        said: Line = (("expect", f"{{{word}: "), ("bound", number_spelled(form.bound)), ("", "}"))
    else:
        said = (("expect", spelled(word)),)
    denied = word != form.expect
    return (("", "expect: {not: "), *said, ("", "}")) if denied else (("", "expect: "), *said)


def _part(form: Form, dataset: Dataset | None) -> Line:
    return (("", "{"), *_condition(form.by, form.first, dataset, ("by", "first")), ("", "}"))


def _rows(form: Form, dataset: Dataset | None) -> Line:
    """The conditions of the rows that are asked; nothing where all are."""
    pieces: list[Piece] = []
    for number, (column, value) in enumerate(form.where):
        field = f"where-{number}"
        pieces.append(("", ", " if number else "{"))
        pieces += _condition(column, value, dataset, (field, field))
    return (*pieces, ("", "}")) if pieces else ()


def _condition(
    name: str, value: str, dataset: Dataset | None, fields: tuple[str, str]
) -> tuple[Piece, ...]:
    column = dataset.column(name) if dataset else None
    return ((fields[0], spelled(name)), ("", ": "), (fields[1], _typed(value, column)))


def _typed(value: str, column: Column | None) -> str:
    """A value of a condition: bare where the column holds numbers or true and false."""
    kind = column.type if column else ""
    if kind == "boolean" and value in ("true", "false"):
        return value
    return number_spelled(value) if kind in ("integer", "number", "year") else spelled(value)
