"""The JSON Schema of the argument file, generated from the vocabulary that reads it.

Editors complete and underline with it; `squarely lint` stays the judge, for a schema knows neither
the catalog nor which ids exist. Dates are left to the reader: a schema sees YAML after it was typed
by an editor, where 2025 is a number and 2022..2025 a text.

Sources: JSON Schema 2020-12, https://json-schema.org/draft/2020-12/schema.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import get_args

from squarely.argument.claims import CLAIM_KEYS, PASSAGE_KEYS
from squarely.argument.inferences import INFERENCE_KEYS
from squarely.argument.integrated import INTEGRATED_KEYS
from squarely.argument.read import ESSAY_KEYS, MOST_CLAIMS, TOP_KEYS
from squarely.argument.warrant import RELATIONS
from squarely.model.argument import ClaimType, Construct, Reading, Stance
from squarely.model.finding import Label
from squarely.model.request import Every
from squarely.model.vocabulary import FORMS, Form, KeyKind

Json = dict[str, object]
SHIPPED = "argument.schema.json"
_TEXT: Json = {"type": "string", "minLength": 1}
_NAME: Json = {"type": ["string", "number", "boolean"]}
_NAMES: Json = {"anyOf": [_NAME, {"type": "array", "items": _NAME, "minItems": 1}]}
_DATE: Json = {"type": ["string", "integer"], "description": "2025, 2025-10 or 2025-10-03"}
_WINDOW: Json = {"type": ["string", "integer"], "description": "a date, or A..B, a side open"}
_SHARE: Json = {"type": ["number", "string"], "description": "a number or a percentage"}
_FREE: Json = {"type": "object"}


def json_schema() -> Json:
    """The schema of a whole argument file."""
    properties: Json = {
        "squarely": {"const": 1},
        "title": _TEXT,
        "essay": _closed(_same(ESSAY_KEYS, {"published": _DATE})),
        "data": _NAMES,
        "integrated": {"type": "object", "additionalProperties": _integrated()},
        "claims": {
            "type": "object",
            "minProperties": 1,
            "maxProperties": MOST_CLAIMS,
            "additionalProperties": _ref("claim"),
        },
        "inferences": {"type": "array", "items": _ref("inference")},
        "conclusions": _NAMES,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "An argument file of Squarely",
        **_closed(_described(properties, TOP_KEYS), ["claims"]),
        "$defs": _definitions(),
    }


def shipped_text() -> str:
    """The schema as the package ships it."""
    return json.dumps(json_schema(), indent=1, ensure_ascii=False) + "\n"


def shipped_schema() -> str:
    """The text of the schema file inside the package."""
    return files("squarely").joinpath("shipped", SHIPPED).read_text("utf-8")


def _definitions() -> Json:
    return {
        "claim": _claim(),
        "passage": _passage(),
        "inference": _inference(),
        "measure": _measure(),
        "conditions": {"type": "object", "additionalProperties": _ref("condition")},
        "condition": {
            "anyOf": [_NAMES, _closed({"not": _NAMES}, ["not"])],
            "description": "a value, a list, a range A..B or {not: ...}",
        },
        "warrant": {
            **_closed({name: _warrant(form) for form in FORMS.values() for name in _names(form)}),
            "minProperties": 1,
            "maxProperties": 1,
        },
    }


def _names(form: Form) -> tuple[str, ...]:
    return (form.name, *form.aliases)


def _claim() -> Json:
    properties: Json = {
        **_same(CLAIM_KEYS, {}),
        "passage": _ref("passage"),
        "stance": {"enum": list(get_args(Stance))},
        "type": {"enum": list(get_args(ClaimType))},
        "warrant": _ref("warrant"),
        "construct": {"enum": list(get_args(Construct))},
        "predict": {"enum": list(get_args(Label))},
        "choices": {"type": "object", "additionalProperties": {"type": "array", "minItems": 1}},
        "would-settle": _NAMES,
    }
    return _closed(_described(properties, CLAIM_KEYS), ["says"])


def _integrated() -> Json:
    number: Json = {"type": "number", "minimum": 0}
    whole: Json = {"type": "integer", "minimum": 0}
    names: Json = {"type": "array", "items": _NAME, "minItems": 2, "uniqueItems": True}
    special: Json = {"of": names, "km": number, "days": whole, "partial": whole}
    return _closed(_same(INTEGRATED_KEYS, special), ["of"])


def _passage() -> Json:
    number: Json = {"type": "integer", "minimum": 1}
    offset: Json = {"type": "integer", "minimum": 0}
    properties = _same(
        PASSAGE_KEYS,
        {
            "sentence": {"anyOf": [number, {"type": "array", "items": number, "minItems": 1}]},
            "span": {"type": "array", "items": offset, "minItems": 2, "maxItems": 2},
            "hash": {"type": ["string", "number"]},
        },
    )
    one = [{"required": [key]} for key in ("sentence", "span", "quote")]
    return {**_closed(properties), "anyOf": one}


def _inference() -> Json:
    names = _same(INFERENCE_KEYS, {"id": _NAME, "to": _NAME, "against": _NAME})
    names = _described({**names, "from": _NAMES, "unless": _NAMES, "by": _NAMES}, INFERENCE_KEYS)
    return {
        **_closed(names, ["from"]),
        "oneOf": [{"required": ["to"]}, {"required": ["against"]}],
    }


def _measure() -> Json:
    kinds: Json = {"count": _NAME, "sum": _NAME, "value": _NAME, "share": _ref("conditions")}
    rest: Json = {"in": _NAME, "where": _ref("conditions"), "among": _ref("conditions")}
    one = [{"required": [kind]} for kind in kinds]
    return {**_closed({**kinds, **rest}, ["in"]), "oneOf": one}


def _warrant(form: Form) -> Json:
    keys: Json = {
        name: {**_of_kind(key.kind), **({"description": key.meaning} if key.meaning else {})}
        for name, key in form.keys.items()
    }
    keys["expect"] = _expect(form)
    keys["reading"] = {"enum": list(get_args(Reading))}
    required = [name for name, key in form.keys.items() if key.required]
    return {"description": form.question, **_closed(keys, [*required, "expect"])}


def _expect(form: Form) -> Json:
    plain: list[Json] = [{"enum": list(form.expects)}] if form.expects else []
    if form.threshold:
        bounds: Json = {relation: _SHARE for relation in RELATIONS}
        plain.append({**_closed(bounds), "minProperties": 1, "maxProperties": 1})
    return {"anyOf": [*plain, _closed({"not": {"anyOf": plain}}, ["not"])]}


def _of_kind(kind: KeyKind) -> Json:
    """The schema of a key's value by its kind."""
    measure, conditions = _ref("measure"), _ref("conditions")
    items: Json = {"where": conditions, "at-least": _SHARE, "of-items": {"enum": ["most", "all"]}}
    pair: Json = {"type": "array", "items": _NAME, "minItems": 2, "maxItems": 2}
    groups: Json = {"type": "object", "additionalProperties": pair, "maxProperties": 1}
    kinds: dict[KeyKind, Json] = {
        "measure": measure,
        "measures": {"anyOf": [measure, {"type": "array", "items": measure, "minItems": 1}]},
        "measure or where": {"anyOf": [measure, conditions]},
        "where": conditions,
        "window": _WINDOW,
        "date": _DATE,
        "every": {"enum": list(get_args(Every))},
        "items": {"anyOf": [_NAME, _closed(items, ["where"])]},
        "moment": {"anyOf": [_DATE, _closed({"in": _NAME, "where": conditions}, ["in"])]},
        "groups": {"anyOf": [pair, {**groups, "minProperties": 1}]},
        "controls": _closed({"by": _NAME, "of": _NAMES}, ["by", "of"]),
        "names": _NAMES,
        "duration": _TEXT,
        "mapping": _FREE,
    }
    return kinds.get(kind, _NAME)


def _ref(name: str) -> Json:
    return {"$ref": f"#/$defs/{name}"}


def _closed(properties: Mapping[str, object], required: list[str] | None = None) -> Json:
    """An object with these keys and no others."""
    closed: Json = {
        "type": "object",
        "properties": dict(properties),
        "additionalProperties": False,
    }
    return {**closed, "required": required} if required else closed


def _same(meanings: Mapping[str, str], special: Mapping[str, object]) -> Json:
    """Keys that hold texts, but for the special ones, each with its meaning."""
    return _described({name: special.get(name, _TEXT) for name in meanings}, meanings)


def _described(properties: Mapping[str, object], meanings: Mapping[str, str]) -> Json:
    """Properties with the meaning of each as its description."""
    found: Json = {}
    for name, schema in properties.items():
        held = dict(schema) if isinstance(schema, dict) else {}
        found[name] = {**held, "description": meanings[name]}
    return found
