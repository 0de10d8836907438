"""Which columns hold persons: names, handles, e-mails, telephone numbers, plates.

By the header and by the content. Some words ("phone", "surname") decide alone; "name" and its like
decide only together with content, since a country, a firm or a city has a name too. Content decides
alone for addresses of mail, handles and international telephone numbers, and for names where many
begin with a given name. A wrong drop costs a column and is said; a wrong keep cannot be undone.

Sources: given names as national statistics offices list them most often (US SSA, Destatis, INSEE,
Istat, INE), with frequent ones from Arabic, Hebrew, Turkish, Indian, Chinese and Slavic usage.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from squarely.grounds.bring.words import bag, says, tokens
from squarely.grounds.countries import resolve

_ALONE = bag(
    "email mail emails phone telephone tel mobile cell fax handle username screenname twitter"
    " instagram facebook telegram whatsapp surname lastname firstname forename fullname nickname"
    " vorname nachname familienname prenom cognome apellido apellidos sobrenome ssn passport plate"
    " plates kennzeichen targa matricula immatriculation nummernschild telefon telefono courriel"
    " codicefiscale dni nif"
)
_PAIRS = bag(
    "first_name last_name full_name given_name family_name middle_name screen_name user_name"
    " license_plate licence_plate plate_number contact_person contact_name contact_details e_mail"
    " home_address street_address date_birth date_of_birth birth_date"
)
_MAYBE = bag(
    "name names nome nom nombre person persons persona personne contact kontakt author reporter"
    " victim victims officer spokesperson leader owner user witness coder detainee respondent"
    " autor auteur autore journalist suspect deceased martyr candidate president"
)
_BODIES = bag(
    "inc ltd llc gmbh ag spa srl sa co corp company university college school hospital union"
    " association federation council ministry department city county party group bank church"
    " committee foundation institute club department force army police movement front league"
    " workers airlines airport services industries systems motors foods the of and"
)
_GIVEN = bag(
    "james john robert michael william david richard joseph thomas charles mary patricia jennifer"
    " linda elizabeth barbara susan jessica sarah karen nancy lisa betty margaret sandra ashley"
    " kimberly emily donna michelle carol amanda dorothy melissa deborah stephanie rebecca sharon"
    " laura cynthia kathleen amy angela shirley anna brenda pamela emma nicole helen samantha"
    " christine daniel matthew anthony mark donald steven paul andrew joshua kenneth kevin brian"
    " george timothy ronald edward jason jeffrey ryan jacob gary nicholas eric jonathan stephen"
    " larry justin scott brandon benjamin samuel gregory frank alexander patrick jack dennis jerry"
    " peter hans klaus jurgen wolfgang andreas stefan thorsten uwe petra sabine monika claudia"
    " susanne birgit heike julia lukas leon jan jens sven ulrich helmut jean pierre michel philippe"
    " alain nicolas christophe marie nathalie isabelle sylvie catherine francoise monique luc"
    " giuseppe giovanni antonio mario luigi francesco angelo marco luca paolo andrea stefano"
    " alessandro roberto maria giulia chiara francesca sara valentina elena paola jose juan"
    " manuel luis carlos jesus javier miguel pedro pablo carmen ana isabel dolores pilar lucia"
    " joao francisco paulo rafael fernando ricardo beatriz ines mohammed mohamed muhammad ahmed"
    " ahmad ali omar hassan hussein ibrahim khaled khalid mahmoud mustafa yusuf youssef abdullah"
    " fatima aisha maryam layla zainab noor moshe yosef avraham noa tamar yael rachel sarit"
    " mehmet ayse fatma emine huseyin raj rahul priya amit sanjay anita sunita wei li ming chen"
    " ivan olga dmitri sergei natasha tatiana vladimir anastasia piotr pawel katarzyna agnieszka"
    " jane joe ann anne alice bob grace ella max tom tim sam ben adam simon martin kate lucy jack"
    " oliver harry noah liam sophie hannah olivia charlotte amelia lars erik ingrid nils bjorn"
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")
_HANDLE = re.compile(r"@\w{2,30}")
_PHONE = re.compile(
    r"(?:\+|00)\d[\d\s().\-/]{6,}|\(\d{2,4}\)\s?\d{3}[-\s]?\d{3,4}|\d{3}[-.]\d{3}[-.]\d{4}"
)
_PLATE = re.compile(r"[A-Z]{2}[ -]?\d{3}[ -]?[A-Z]{2}|[A-Z]{1,3}-[A-Z]{1,2} ?\d{1,4}")
_WITHIN = re.compile(  # an address or a number to ring, inside a text
    r"[\w.+-]+@[\w-]+\.\w{2,}|(?<!\w)(?:\+|00)[1-9]\d[\d\s().\-/]{6,}\d"
    r"|\b(?:tel|telephone|telefon|phone|call|mobile|cell|fax|whatsapp)\b[.:]?\s*\(?0?\d[\d\s().\-/]{5,}\d",
    re.IGNORECASE,
)
_WORD = r"[A-ZÀ-ÖØ-Þ][\w'’\-]*\.?"
_NAME = re.compile(rf"(?:{_WORD} ){{1,3}}{_WORD}|{_WORD}(?: {_WORD})?, {_WORD}(?: {_WORD})?")
_SAMPLE = 2000


def why_personal(header: str, cells: Sequence[str]) -> str | None:
    """Why a column is held to be about persons; None where it is not."""
    values = sorted({cell for cell in cells[:50_000] if cell})[:_SAMPLE]
    words = tokens(header)
    if _figures(values) and not _dialled(words):
        return None
    joined = "_".join(words)
    if says(header, _ALONE) or "".join(words) in _ALONE or any(p in joined for p in _PAIRS):
        return "its header names persons or ways to reach them"
    if not values:
        return None
    return _content(values, says(header, _MAYBE), words)


def beyond_doubt(header: str, cells: Sequence[str]) -> bool:
    """Whether the content is ways to reach people, which no wish of a user's keeps."""
    values = sorted({cell for cell in cells[:50_000] if cell})[:_SAMPLE]
    return bool(values) and _reach(values, says(header, _ALONE)) is not None


def reaches(texts: Iterable[str]) -> bool:
    """Whether any text holds a way to reach somebody, such as an address of mail.

    >>> reaches(["all calm", "ask jane@example.org"]), reaches(["tel. 0171 555 1234"])
    (True, True)
    >>> reaches(["10,000 marched on 12 May 2024", "call for 2 days"])
    False
    """
    return any(_WITHIN.search(text) for text in texts)


def _dialled(words: Sequence[str]) -> bool:
    return any(word in _ALONE for word in words) and not {"count", "number", "n"} & set(words[-1:])


def _figures(values: Sequence[str]) -> bool:
    return all(re.fullmatch(r"[-+\d.,%\s]*", value) and len(value) < 9 for value in values)


def _share(pattern: re.Pattern[str], values: Sequence[str]) -> float:
    return sum(bool(pattern.fullmatch(value)) for value in values) / len(values)


def _reach(values: Sequence[str], told: bool) -> str | None:
    if _share(_MAIL, values) >= 0.1:
        return "it holds e-mail addresses"
    if _share(_HANDLE, values) >= 0.5:
        return "it holds handles"
    if _share(_PHONE, values) >= (0.2 if told else 0.5):
        return "it holds telephone numbers"
    return "it holds plates" if len(values) > 1 and _share(_PLATE, values) >= 0.8 else None


def _content(values: Sequence[str], maybe: bool, words: Sequence[str]) -> str | None:
    if found := _reach(values, False):
        return found
    names = [value for value in values if _NAME.fullmatch(value) and not _body(value)]
    pattern = len(names) / len(values)
    given = sum(_has_given(name) for name in names) / len(values)
    if given >= (0.15 if maybe else 0.4):
        return "it holds names of persons"
    general = {"name", "names", "nome", "nom", "nombre"} & set(words)
    if maybe and pattern >= (0.9 if general else 0.6) and not _known_bodies(words):
        return "it holds what reads like first and last names"
    return None


def _known_bodies(words: Sequence[str]) -> bool:
    """Whether the header says whose name it is, and that is no person."""
    bodies = bag(
        "country city town region state place company employer union party organisation"
        " organization group firm school university campus event product ship dataset conflict"
        " country land ort stadt ville paese citta pais ciudad location site province district"
    )
    return bool(bodies & set(words))


def _body(value: str) -> bool:
    return resolve(value) is not None or any(word in _BODIES for word in tokens(value))


def _has_given(name: str) -> bool:
    last, comma, first = name.partition(",")
    found = tokens(first if comma else last)
    return bool(found) and found[0] in _GIVEN
