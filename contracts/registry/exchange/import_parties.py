"""Who a register names: own companies, counterparties, owners; known ones are found, new ones are stored once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from contracts.kernel.context import Work
from contracts.kernel.identity import fold
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.parties.queries import parties
from contracts.parties.queries.parties import NoSuchParty
from contracts.people.queries import people
from contracts.registry.exchange.entries import Entry, PartyEntry, Register, Rejected, Warned
from contracts.registry.queries import registered

#: The counterparty of contracts whose register names none, and the own company before anybody entered one.
UNNAMED = PartyEntry("Контрагента не зазначено")
OURS = PartyEntry("Наше підприємство")


@dataclass(slots=True)
class Parties:
    """Parties by code and by folded name."""

    by_code: dict[tuple[str, str], int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    coded: set[int] = field(default_factory=set)
    own: dict[int, str] = field(default_factory=dict)

    def find(self, entry: PartyEntry) -> int | None:
        """The party meant: by code, else by name among those without a code, else by a name only one has."""
        if entry.code:
            found = self.by_code.get((entry.country, entry.code))
            if found is not None:
                return found
            return next((id for id in self.by_name.get(fold(entry.name), ()) if id not in self.coded), None)
        named = self.by_name.get(fold(entry.name), [])
        return named[0] if len(named) == 1 else next((id for id in named if id not in self.coded), None)

    def know(self, id: int, entry: PartyEntry) -> None:
        """Remember a stored party."""
        if entry.code:
            self.by_code[entry.country, entry.code] = id
            self.coded.add(id)
        ids = self.by_name.setdefault(fold(entry.name), [])
        if id not in ids:
            ids.append(id)


def load_parties(work: Work) -> Parties:
    """Every party as it can be found."""
    found = Parties()
    for row in registered.parties_of(work.conn):
        found.know(row.id, PartyEntry(row.name, row.code or "", row.country))
        if row.short_name:
            found.by_name.setdefault(fold(row.short_name), [])
            if row.id not in found.by_name[fold(row.short_name)]:
                found.by_name[fold(row.short_name)].append(row.id)
        if row.is_own:
            found.own[row.id] = row.name
    return found


def store_parties(work: Work, known: Parties, entries: Iterable[Entry]) -> None:
    """Store every counterparty the register names and nobody knows, those with codes first; fill a missing code."""
    wanted = dict.fromkeys(each.counterparty or UNNAMED for each in entries)
    for has_code in (True, False):
        new: dict[tuple[str, str], PartyEntry] = {}
        for entry in wanted:
            if bool(entry.code) != has_code:
                continue
            found = known.find(entry)
            if found is None:
                new.setdefault((entry.country, entry.code) if entry.code else ("", fold(entry.name)), entry)
            elif entry.code and found not in known.coded:
                registered.change_party(work.conn, found, {"code": entry.code, "country": entry.country})
                work.note(
                    Subject(SubjectKind.PARTY, found),
                    "party_edited",
                    {"before": {"code": ""}, "after": {"code": entry.code}},
                )
                known.know(found, entry)
        for id, entry in zip(registered.add_parties(work.conn, map(_row, new.values())), new.values(), strict=True):
            known.know(id, entry)
            work.note(
                Subject(SubjectKind.PARTY, id), "party_imported", {"after": {"name": entry.name, "code": entry.code}}
            )


def own_company(work: Work, known: Parties, entry: PartyEntry | None, register: Register) -> int:
    """The own company of a row: the one named, else the only one there is.

    Raises :class:`NoSuchParty` where several could be meant. Without any, one is made and a warning asks for its name.
    """
    if entry is None:
        if len(known.own) > 1:
            return int(parties.own_company(work.conn, work.ctx.company or None).id)
        if known.own:
            return next(iter(known.own))
        entry = PartyEntry(work.ctx.company) if work.ctx.company else OURS
        reason = "No own company was registered: the contracts stand under «{name}» until it is renamed."
        register.warnings.append(Warned(0, Refusal(reason, name=entry.name)))
    found = known.find(entry)
    if found is not None and found in known.own:
        return found
    if found is None:
        found = parties.add(work.conn, _row(entry) | {"is_own": True})
        work.note(
            Subject(SubjectKind.PARTY, found), "company_imported", {"after": {"name": entry.name, "code": entry.code}}
        )
        known.know(found, entry)
    else:
        registered.change_party(work.conn, found, {"is_own": True})
        work.note(
            Subject(SubjectKind.PARTY, found),
            "company_imported",
            {"before": {"is_own": False}, "after": {"is_own": True}},
        )
    known.own[found] = entry.name
    else_named = entry.code or entry.name not in (OURS.name, work.ctx.company)
    if else_named:
        register.warnings.append(Warned(0, Refusal("«{name}» was added as an own company.", name=entry.name)))
    return found


def _row(entry: PartyEntry) -> dict[str, Any]:
    names = ("name", "code", "country", "kind", "address", "email", "phone")
    return {name: getattr(entry, name) for name in names}


class Owners:
    """People by address, login, name, and surname with initials; a name nobody has becomes a person."""

    def __init__(self, work: Work, register: Register) -> None:
        self.work, self.register = work, register
        self.by_key: dict[str, int | None] = {}
        self.address: dict[int, str] = {}
        self.told: set[int] = set()
        for row in people.everybody(work.conn):
            self._know(row.id, row.name, row.email, row.login)

    def find(self, entry: Entry) -> int | None:
        """The owner of a row, stored where unknown; warns once of an owner without an address."""
        name, email = entry.owner.strip(), entry.owner_email.strip()
        if not name and not email:
            return None
        found = self._known(email) or self._known(name) or self._known(initials(name))
        if found is None:
            found = self._add(name or email, email)
        elif email and not self.address.get(found):
            registered.change_person(self.work.conn, found, {"email": email})
            self.work.note(
                Subject(SubjectKind.PERSON, found),
                "person_edited",
                {"before": {"email": ""}, "after": {"email": email}},
            )
            self.address[found] = email
        if not self.address.get(found) and found not in self.told:
            self.told.add(found)
            reason = Refusal(
                "The owner {name} has no address: reminders go to the manager until one is entered.", name=name
            )
            self.register.warnings.append(Warned(entry.row, reason))
        return found

    def _known(self, text: str) -> int | None:
        return self.by_key.get(fold(text)) if text else None

    def _add(self, name: str, email: str) -> int:
        login = self._free_login(email.split("@")[0] if email else fold(name).replace(" ", "."))
        row = {
            "login": login,
            "name": name,
            "email": email,
            "position": "",
            "phone": "",
            "language": "uk",
            "is_active": True,
        }
        id = people.add(self.work.conn, row)
        self.work.note(Subject(SubjectKind.PERSON, id), "person_imported", {"after": {"name": name, "email": email}})
        self._know(id, name, email, login)
        return id

    def _free_login(self, wanted: str) -> str:
        login, no = wanted[:90] or "person", 1
        while fold(login) in self.by_key:
            no += 1
            login = f"{wanted[:90]}{no}"
        return login

    def _know(self, id: int, name: str, email: str, login: str) -> None:
        for key in filter(None, (fold(email), fold(login), fold(name), fold(initials(name)))):
            # A key two people share finds nobody.
            self.by_key[key] = id if self.by_key.get(key, id) == id else None
        self.address[id] = email


def initials(name: str) -> str:
    """«Марченко Олена Іванівна» and «Марченко О.І.» as ``Марченко О.І.``; '' where it is neither."""
    words = re.findall(r"[^\W\d_][\w'’ʼ-]*", name)
    if len(words) < 2:
        return ""
    return f"{words[0]} " + "".join(f"{word[0]}." for word in words[1:3])


__all__ = ["NoSuchParty", "Owners", "Parties", "Rejected", "load_parties", "own_company", "store_parties"]
