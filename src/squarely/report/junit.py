"""The study as a JUnit file, so that any build server shows claims beside tests.

A claim is a test case. It fails only where the file predicts another verdict; no grounds and out
of scope are skipped, never passed; faults of the file are errors.
"""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from squarely.model.place import Problem
from squarely.model.study import ClaimStudy, Study
from squarely.report.words import plain

SKIPPED = ("no grounds", "out of scope")


def junit(study: Study) -> str:
    """A JUnit test suite of the study's claims."""
    errors = [problem for problem in study.problems if problem.severity == "error"]
    cases = [_fault(problem) for problem in errors] + [_case(claim) for claim in study.claims]
    failures = sum(_differs(claim) for claim in study.claims)
    skipped = sum(claim.verdict in SKIPPED and not _differs(claim) for claim in study.claims)
    head = (
        f"<testsuite name={_quoted(study.title)} tests={_quoted(len(cases))}"
        f" failures={_quoted(failures)} errors={_quoted(len(errors))} skipped={_quoted(skipped)}>"
    )
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', "<testsuites>", head, *cases]
    return "\n".join([*lines, "</testsuite>", "</testsuites>", ""])


def _differs(claim: ClaimStudy) -> bool:
    return claim.predict is not None and claim.predict != claim.verdict


def _case(claim: ClaimStudy) -> str:
    said = _text(claim.sentence)
    head = f'<testcase classname="claims" name={_quoted(f"{claim.id}: {claim.says}")}'
    if _differs(claim):
        message = _quoted(f"predicted {claim.predict}, found {claim.verdict}")
        return f"{head}><failure message={message}>{said}</failure></testcase>"
    if claim.verdict in SKIPPED:
        return f"{head}><skipped message={_quoted(claim.verdict)}/></testcase>"
    return f"{head}><system-out>{_text(claim.verdict)}: {said}</system-out></testcase>"


def _fault(problem: Problem) -> str:
    name = _quoted(f"{problem.place} {problem.code}")
    error = f"<error message={_quoted(problem.message)}/>"
    return f'<testcase classname="problems" name={name}>{error}</testcase>'


def _text(text: str) -> str:
    return escape(_allowed(text))


def _quoted(value: object) -> str:
    return quoteattr(_allowed(str(value)))


def _allowed(text: str) -> str:
    """The characters that XML 1.0 may hold."""
    kept = (c for c in plain(text) if not 0xD800 <= ord(c) <= 0xDFFF)
    return "".join(c for c in kept if c not in "\ufffe\uffff")
