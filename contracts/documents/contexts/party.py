"""The record of a party: names, codes, account, signatory, and the ready lines of its block of details.

A fact the register does not have is absent from the record: a template that prints it is refused by name, or marked in
a draft. Kinds that ask before they print (the claim) take the record with ``None`` and blanks instead.
"""

import re
from dataclasses import dataclass

from contracts.documents.contexts.contract_words import words
from contracts.documents.contexts.phrasebook import Phrasebook
from contracts.documents.contexts.values import DocumentContext
from contracts.language.latin import latin
from contracts.language.plural import locale_of
from contracts.language.translations import legal_form

#: Facts that templates ask for before they print them, so that they may be absent.
_OPTIONAL = ("code", "post_address", "email", "phone", "tax_status", "vat_number", "edoc")
#: A town in an address: «04070, м. Київ, вул. Ясенева, 7».
_TOWN = re.compile(r"(?:^|[\s,])(?P<kind>м\.|смт\.?|с\.|г\.)\s*(?P<town>[^,;\d]*[^,;\d\s])")
#: Where a person writes by hand what the register does not know.
BLANK = "________________"


@dataclass(frozen=True, slots=True)
class SignatoryFacts:
    """Who signs, on what ground; ``key`` names the record whose wordings people may correct (``authority:7``)."""

    name: str
    position: str
    basis: str
    key: str = "authority:0"


@dataclass(frozen=True, slots=True)
class PersonFacts:
    """Somebody who answers questions or prepared the paper."""

    name: str = ""
    position: str = ""
    phone: str = ""
    email: str = ""
    key: str = "person:0"


@dataclass(frozen=True, slots=True)
class PartyFacts:
    """A party as the register knows it; empty texts are facts that are not known."""

    name: str
    short_name: str = ""
    kind: str = "company"
    country: str = "UA"
    code: str = ""
    vat_number: str = ""
    tax_status: str = ""
    address: str = ""
    post_address: str = ""
    email: str = ""
    phone: str = ""
    iban: str = ""
    bank: str = ""
    edoc: str = ""
    signatory: SignatoryFacts | None = None
    contact: PersonFacts | None = None
    key: str = "party:0"

    @property
    def is_in_person(self) -> bool:
        """A sole trader or a natural person acts without a representative."""
        return self.kind in ("sole_trader", "person") and self.signatory is None


def party_record(party: PartyFacts, book: Phrasebook, *, role: str = "", keeps_absent: bool = False) -> DocumentContext:
    """The record of a party under the vocabulary; ``keeps_absent`` gives ``None`` and blanks for unknown facts."""
    address, bank = book.fact(party.key, "address", party.address), book.fact(party.key, "bank", party.bank)
    post = party.post_address or party.address
    record: DocumentContext = {
        "full_name": book.company(party.key, party.name),
        "short_name": book.company(party.key, party.short_name or party.name, is_short=True),
        "in_person": party.is_in_person,
        "role": role,
        "country": str(locale_of(book.language).territories.get(party.country, party.country)),
        "code_label": _code_label(party, book.language),
        "code": party.code,
        "vat_number": party.vat_number or None,
        "tax_status": book.fact(party.key, "tax_status", party.tax_status),
        "address": address,
        "post_address": address if post == party.address else book.fact(party.key, "post_address", post),
        "iban": party.iban,
        "bank": bank,
        "email": party.email,
        "phone": _unbroken(party.phone),
        "edoc": party.edoc or None,
        "signatory": _signatory(party, book, keeps_absent=keeps_absent),
        "contact": person_record(party.contact or PersonFacts(), book),
    }
    values = {**record, "code": f"{record['code_label']} {party.code}" if party.code else ""}
    lines = words("details", book.language).items()
    record["details"] = [line.format(values[name]) for name, line in lines if values[name]]
    if keeps_absent:
        known = {name: None if value == "" else value for name, value in record.items()}
        return known | {"iban": party.iban or BLANK, "role": role}
    return dict.fromkeys(_OPTIONAL) | {name: value for name, value in record.items() if value != "" or name == "role"}


def _unbroken(phone: str) -> str:
    return phone.replace(" ", "\u00a0")


def place_of(address: str, language: str) -> str:
    """The town of an address, as papers name their place: «м. Київ», “Kyiv”; empty where none is told."""
    found = _TOWN.search(address)
    if found is None:
        return ""
    return f"{found['kind']}\u00a0{found['town']}" if language in ("uk", "ru") else latin(found["town"])


def missing_facts(party: PartyFacts) -> list[str]:
    """Names of the facts a letter should have and the register does not."""
    facts = {"code": party.code, "address": party.address or party.post_address}
    return [name for name, value in facts.items() if not value]


def person_record(person: PersonFacts, book: Phrasebook) -> DocumentContext:
    """Somebody as letters name them; unknown facts are empty and stand between conditions."""
    return {
        "name": book.name(person.key, person.name, "nominative") if person.name else "",
        "position": book.position(person.key, person.position),
        "phone": _unbroken(person.phone),
        "email": person.email,
    }


def signatory_record(who: SignatoryFacts, book: Phrasebook) -> DocumentContext:
    """Who signs: position, name and ground, with their genitive and the form under the signature."""
    position = book.position(who.key, who.position)
    return {
        "position": position[:1].upper() + position[1:],
        "position_genitive": book.position(who.key, who.position, "genitive"),
        "name": book.name(who.key, who.name, "nominative"),
        "name_genitive": book.name(who.key, who.name, "genitive"),
        "signature_name": book.signature(who.key, who.name),
        "basis": book.basis(who.key, who.basis),
        "basis_genitive": book.basis(who.key, who.basis, "genitive"),
    }


def _signatory(party: PartyFacts, book: Phrasebook, *, keeps_absent: bool) -> DocumentContext:
    who = party.signatory
    if who is None and party.is_in_person:
        form = legal_form(party.name)  # «ФОП Сидорчук Сергій Петрович» → «Сидорчук Сергій Петрович»
        who = SignatoryFacts(form[2] if form else party.name, "", "", party.key)
    if who is None:
        return {"position": BLANK, "signature_name": BLANK, "name": BLANK, "basis": None} if keeps_absent else {}
    record = signatory_record(who, book)
    if keeps_absent:
        return {name: value or None for name, value in record.items()}
    kept = {name: value for name, value in record.items() if value}
    return {"position": "", "position_genitive": "", **kept} if party.is_in_person else kept


def _code_label(party: PartyFacts, language: str) -> str:
    """What the code of a party is called: «код ЄДРПОУ», «РНОКПП», “registration number”."""
    if party.country == "RU" and language in ("ru", "uk"):
        return "ИНН" if language == "ru" else "ІПН"
    kind = "person" if party.kind in ("sole_trader", "person") else "company"
    return str(words("code_labels", language)[kind])
