"""The shipped JSON Schema is the generated one, and agrees with the reader."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from squarely.argument.read import read
from squarely.argument.schema import json_schema, shipped_schema, shipped_text
from squarely.model.vocabulary import FORMS
from test_argument_read import TREND, WHOLE, with_warrant


def faults(text: str) -> list[str]:
    class Loader(yaml.SafeLoader):
        """A loader that leaves NO and dates as texts, as YAML 1.2 editors do."""

    Loader.yaml_implicit_resolvers = {}
    Loader.add_implicit_resolver(
        "tag:yaml.org,2002:int", __import__("re").compile(r"^[0-9]+$"), list("0123456789")
    )
    held: Any = yaml.load(text, Loader)
    return [error.message for error in Draft202012Validator(json_schema()).iter_errors(held)]


def test_the_shipped_schema_is_the_generated_one() -> None:
    assert shipped_schema() == shipped_text()


def test_it_is_a_valid_schema_and_knows_every_warrant() -> None:
    Draft202012Validator.check_schema(json_schema())
    warrants = json.loads(shipped_text())["$defs"]["warrant"]["properties"]
    assert set(FORMS) | {"universal"} == set(warrants)
    assert len(FORMS) == 17


@pytest.mark.parametrize("text", [WHOLE, with_warrant(TREND), "claims: {a: {says: x}}"])
def test_what_the_reader_takes_validates(text: str) -> None:
    assert not read(text, "argument.yaml")[1]
    assert not faults(text)


@pytest.mark.parametrize(
    "text",
    [
        WHOLE.replace("stance:", "stanse:"),
        WHOLE.replace("expect: {not: some}", "expect: sone"),
        with_warrant(TREND.replace("month", "mont")),
        with_warrant(TREND.replace("trend", "trent")),
        "title: x",
    ],
)
def test_what_the_reader_refuses_does_not_validate(text: str) -> None:
    assert read(text, "argument.yaml")[1]
    assert faults(text)
