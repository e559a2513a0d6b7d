"""Who a register names: own companies, counterparties, owners; known ones are found, new ones are stored once."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from contracts.kernel.context import Work
from contracts.kernel.identity import fold
from contracts.kernel.refusal import Refusal
from contracts.kernel.subject import Subject, SubjectKind
from contracts.parties.queries import parties as party_rows
from contracts.people.queries import people
from contracts.registry.exchange.register_entries import NamedParty, ReadRegister, RegisterEntry
from contracts.registry.queries import exchange

#: The counterparty of contracts whose register names none, and the own company before anybody entered one.
UNNAMED = NamedParty("Контрагента не зазначено")
OURS = NamedParty("Наше підприємство")


@dataclass(slots=True)
class Parties:
    """Parties by code and by folded name."""

    by_code: dict[tuple[str, str], int] = field(default_factory=dict)
    by_name: dict[str, list[int]] = field(default_factory=dict)
    coded: set[int] = field(default_factory=set)
    own: dict[int, str] = field(default_factory=dict)
    #: Name and contacts as they stand, and parties by their name without the legal form.
    standing: dict[int, NamedParty] = field(default_factory=dict)
    by_bare_name: dict[str, list[int]] = field(default_factory=dict)

    def find(self, entry: NamedParty) -> int | None:
        """The party meant: by code, else by name among those without a code, else by a name only one has."""
        ids = self.by_name.get(fold(entry.name), [])
        if entry.code and (id := self.by_code.get((entry.country, entry.code))) is not None:
            return id
        if not entry.code and len(ids) == 1:
            return ids[0]
        return next((id for id in ids if id not in self.coded), None)

    def know(self, id: int, entry: NamedParty) -> None:
        """Remember a stored party."""
        if entry.code:
            self.by_code[entry.country, entry.code] = id
            self.coded.add(id)
        self.standing.setdefault(id, entry)
        if bare := bare_name(entry.name):
            self.by_bare_name.setdefault(bare, []).append(id)
        self.know_name(id, entry.name)

    def know_name(self, id: int, name: str) -> None:
        """Remember one of its names."""
        ids = self.by_name.setdefault(fold(name), [])
        if id not in ids:
            ids.append(id)


def load_parties(work: Work) -> Parties:
    """Every party as it can be found."""
    parties = Parties()
    for each in exchange.parties_of(work.conn):
        contact = {"address": each.address, "email": each.email, "phone": each.phone}
        parties.know(each.id, NamedParty(each.name, each.code, each.country, **contact))
        if each.short_name:
            parties.know_name(each.id, each.short_name)
        if each.is_own:
            parties.own[each.id] = each.name
    return parties


def store_parties(work: Work, parties: Parties, register: ReadRegister) -> None:
    """Store every counterparty the register names and nobody knows, those with codes first; fill a missing code."""
    rows: dict[NamedParty, int] = {}
    for each in register.entries:
        rows.setdefault(each.counterparty or UNNAMED, each.row)
    for has_code in (True, False):
        new: dict[tuple[str, str], NamedParty] = {}
        for entry in rows:
            if bool(entry.code) != has_code:
                continue
            id = parties.find(entry)
            if id is None:
                new.setdefault((entry.country, entry.code) if entry.code else ("", fold(entry.name)), entry)
            elif entry.code and id not in parties.coded:
                exchange.change_party(work.conn, id, {"code": entry.code, "country": entry.country})
                _note_party(work, id, "party_edited", {"before": {"code": ""}, "after": {"code": entry.code}})
                parties.know(id, entry)
        ids = exchange.add_parties(work.conn, map(asdict, new.values()))
        for id, entry in zip(ids, new.values(), strict=True):
            _say_alike(parties, entry, rows[entry], register)
            parties.know(id, entry)
            _note_party(work, id, "party_imported", {"after": {"name": entry.name, "code": entry.code}})
    for entry, row in rows.items():
        _say_dropped(parties, entry, row, register)


def _say_alike(parties: Parties, entry: NamedParty, row: int, register: ReadRegister) -> None:
    """A new party whose name differs from another's only in form and quotes: perhaps they are one."""
    for id in parties.by_bare_name.get(bare_name(entry.name), ()):
        other = parties.standing[id]
        if not (entry.code and other.code) and fold(other.name) != fold(entry.name):
            sentence = (
                "«{value}» and «{suggestion}» differ only in legal form and quotes: if they are one party, write one "
                "name."
            )
            known = {"column": register.header_of("counterparty"), "value": entry.name, "suggestion": other.name}
            register.remark(row, Refusal(sentence, code="alike", **known))
            return


def _say_dropped(parties: Parties, entry: NamedParty, row: int, register: ReadRegister) -> None:
    """What the register says of a party otherwise than it stands; the first stays."""
    id = parties.find(entry)
    if id is None:
        return
    standing = parties.standing[id]
    for name in ("name", "address", "email", "phone"):
        before, after = getattr(standing, name), getattr(entry, name)
        if after and before and fold(after) != fold(before) and not (name == "name" and after == entry.code):
            sentence = "«{after}» was not taken: «{before}» stands for the counterparty {name}."
            known = {"after": after, "before": before, "name": standing.name}
            register.remark(row, Refusal(sentence, code="dropped", **known))


def bare_name(name: str) -> str:
    """A name without its legal form and quotes: «ТОВ «Лан»» and «Лан, ТОВ» are alike."""
    words = re.findall(r"[^\W_]+", fold(_FORMS.sub(" ", name.replace("’", "'"))))
    return " ".join(words) if any(len(each) > 1 for each in words) else ""


#: Legal forms, in words and letters.
_FORMS = re.compile(
    r"товариств\w{0,2} з (?:обмеженою|додатковою) відповідальністю|(?:(?:приватне|публічне|відкрите|закрите) )?"
    r"акціонерн\w{2,3} товариств\w|приватн\w{1,2} підприємств\w|державн\w{1,2} підприємств\w"
    r"|фізична особа ?-? ?підприємець|общество с ограниченной ответственностью"
    r"|(?<!\w)(?:тов|тзов|тдв|пп|прат|пат|ат|зат|ват|дп|кп|фоп|спд|ооо|оао|зао|пао|ип|чп"
    r"|llc|ltd|limited|inc|corp|gmbh|ag|kg|plc|llp|s\.?a|sp\.? ?z ?o\.? ?o|company|co)\.?(?!\w)",
    re.I,
)


def own_company(work: Work, parties: Parties, entry: NamedParty | None, register: ReadRegister) -> int:
    """The own company of a row: the one named, else the only one there is.

    Raises ``NoSuchParty`` where several could be meant. Without any, one is made and a remark asks for its name.
    """
    if entry is None:
        if len(parties.own) > 1:
            return int(party_rows.own_company(work.conn, work.ctx.company or None).id or 0)
        if parties.own:
            return next(iter(parties.own))
        entry = NamedParty(work.ctx.company) if work.ctx.company else OURS
        reason = "No own company was registered: the contracts stand under «{name}» until it is renamed."
        register.remark(0, Refusal(reason, name=entry.name))
    id = parties.find(entry)
    if id is not None and id in parties.own:
        return id
    if id is None:
        id = party_rows.add(work.conn, asdict(entry) | {"is_own": True})
        _note_party(work, id, "company_imported", {"after": {"name": entry.name, "code": entry.code}})
        parties.know(id, entry)
    else:
        exchange.change_party(work.conn, id, {"is_own": True})
        _note_party(work, id, "company_imported", {"before": {"is_own": False}, "after": {"is_own": True}})
    parties.own[id] = entry.name
    if entry.code or entry.name not in (OURS.name, work.ctx.company):
        register.remark(0, Refusal("«{name}» was added as an own company.", name=entry.name))
    return id


def _note_party(work: Work, id: int, what: str, payload: Mapping[str, Mapping[str, object]]) -> None:
    work.note(Subject(SubjectKind.PARTY, id), what, payload)


class Owners:
    """People by address, login, name, and surname with initials; a name nobody has becomes a person."""

    def __init__(self, work: Work, register: ReadRegister) -> None:
        self.work, self.register = work, register
        self.by_key: dict[str, int | None] = {}
        self.address: dict[int, str] = {}
        self.names: dict[int, str] = {}
        self.remarked: set[int] = set()
        for row in people.everybody(work.conn):
            self._know(row.id, row.name, row.email, row.login)

    def find(self, entry: RegisterEntry) -> int | None:
        """The owner of a row, stored where unknown; warns once of an owner without an address."""
        name, email = entry.owner.strip(), entry.owner_email.strip()
        if not name and not email:
            return None
        id = self._known(email) or self._known(name) or self._known(initials(name))
        if id is None:
            id = self._add(name or email, email)
        elif email and not self.address.get(id):
            exchange.change_person(self.work.conn, id, {"email": email})
            payload = {"before": {"email": ""}, "after": {"email": email}}
            self.work.note(Subject(SubjectKind.PERSON, id), "person_edited", payload)
            self.address[id] = email
        if not self.address.get(id) and id not in self.remarked:
            self.remarked.add(id)
            sentence = "The owner {name} has no address: reminders go to the manager until one is entered."
            self.register.remark(entry.row, Refusal(sentence, name=name))
        return id

    def _known(self, text: str) -> int | None:
        return self.by_key.get(fold(text)) if text else None

    def _add(self, name: str, email: str) -> int:
        login = self._free_login(email.split("@")[0] if email else fold(name).replace(" ", "."))
        row = {"login": login, "name": name, "email": email, "position": "", "phone": "", "language": "uk"}
        id = people.add(self.work.conn, {**row, "is_active": True})
        self.work.note(Subject(SubjectKind.PERSON, id), "person_imported", {"after": {"name": name, "email": email}})
        self._know(id, name, email, login)
        return id

    def _free_login(self, name: str) -> str:
        login, no = name[:90] or "person", 1
        while fold(login) in self.by_key:
            no += 1
            login = f"{name[:90]}{no}"
        return login

    def _know(self, id: int, name: str, email: str, login: str) -> None:
        for key in filter(None, (fold(email), fold(login), fold(name), fold(initials(name)))):
            # A key two people share finds nobody.
            self.by_key[key] = id if self.by_key.get(key, id) == id else None
        self.address[id] = email
        self.names[id] = name


def initials(name: str) -> str:
    """«Марченко Олена Іванівна» and «Марченко О.І.» as ``Марченко О.І.``; '' where it is neither."""
    words = re.findall(r"[^\W\d_][\w'’ʼ-]*", name)
    if len(words) < 2:
        return ""
    return f"{words[0]} " + "".join(f"{word[0]}." for word in words[1:3])
