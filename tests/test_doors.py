"""Every use case asks for its right, and none shows a confidential contract to a stranger (domain §11).

One table of all use cases: each is called by nobody's rights, by every role, and by a stranger who holds every right
that does not see all. New use cases are found by themselves.
"""

import pkgutil
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest
from sqlalchemy import or_, select

from contracts.kernel.database.engine import reading
from contracts.kernel.database.naming import metadata
from contracts.kernel.money import Money
from contracts.kernel.refusal import Refusal
from contracts.kernel.rights import RIGHTS, ROLES
from contracts.kernel.unit_of_work import DOORS
from tests.databases import SqliteTemplate
from tests.door_arguments import Door, takes_context
from tests.secret_register import LARGE, TRACES, SecretRegister, World

SUBJECTS = ("people", "parties", "registry", "money", "documents", "claims", "reminders", "overview", "operations")
#: Functions of a context that ask for no right, with the reason.
EXCEPTIONS: Mapping[str, str] = {
    "contracts.people.calls.own_call": "makes the call of the program itself",
    "contracts.people.calls.call_of": "makes the call whose rights are asked",
    "contracts.reminders.daily.policy_of": "what the operator set, kept with the run",
    "contracts.reminders.digests.write_mail": "words a mail the outbox sends, in no call",
    "contracts.claims.dunning.mail.write_mail": "words a mail the outbox sends, in no call",
}
#: What tells of no contract though it names whom a hidden one is with, and what moves a hidden one without showing it.
DIRECTORIES: Mapping[str, str] = {
    "contracts.parties.parties.list_counterparties": "the directory of counterparties is everybody's",
}
MOVERS: Mapping[str, str] = {
    "contracts.overview.hand_over.hand_over": "whoever leaves leaves no contract behind; hidden ones are only counted",
}
#: Columns with the key of what a row belongs to; tables whose own key is that of a thing of the contract.
OWNERS = frozenset({"contract_id", "charge_id", "claim_id", "payment_id"})
OWNED = frozenset({"contract", "charge", "payment", "claim", "hold"})
#: Rows that follow from facts: whoever asks may have them derived.
FOLLOWING = frozenset({"register", "phase_span", "deadline", "term", "charge_open", "payment_rest"})
#: Rights that only who sees all can hold.
SEES_ALL = frozenset(RIGHTS) - frozenset().union(*(held for held in ROLES.values() if "audit.read" not in held))


def _functions() -> Iterator[Door]:
    """Every public function of a subject that takes a context: all of them are use cases, or exceptions."""
    for subject in SUBJECTS:
        package = import_module(f"contracts.{subject}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            for name, function in vars(import_module(module.name)).items():
                if takes_context(function) and function.__module__ == module.name:
                    yield Door(f"{module.name}.{name}", function)


EVERY = {each.name: each for each in _functions()}
ASKING = {name: each for name, each in EVERY.items() if name in DOORS}


@pytest.fixture(scope="module")
def register(tmp_path_factory: pytest.TempPathFactory) -> SecretRegister:
    folder = tmp_path_factory.mktemp("secret")
    (folder / "template").mkdir()
    (folder / "register").mkdir()
    return SecretRegister(SqliteTemplate(folder / "template"), folder / "register")


@pytest.fixture
def world(register: SecretRegister, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    with register.copy(tmp_path) as world:
        monkeypatch.chdir(world.folder)
        yield world


def test_every_use_case_asks_for_a_right():
    lacking = EVERY.keys() - DOORS.keys() - EXCEPTIONS.keys()
    assert not lacking, "these use cases ask for no right: " + ", ".join(sorted(lacking))
    assert set(DOORS.values()) <= set(RIGHTS)


@pytest.mark.parametrize("name", sorted(ASKING))
def test_a_role_without_the_right_is_refused_and_one_with_it_is_not(name, world):
    for role, held in {"nobody": frozenset[str](), **ROLES}.items():
        outcome = _outcome(ASKING[name], world, "marchenko", held, is_pointed=True)
        code = outcome.code if isinstance(outcome, Refusal) else ""
        assert (code == "no_right") == (DOORS[name] not in held), f"{role}: {outcome}"
        assert code != "no_such_contract", f"its owner does not see the contract: {outcome}"


@pytest.mark.parametrize("is_pointed", [True, False], ids=["pointed", "plain"])
@pytest.mark.parametrize("name", sorted(ASKING))
def test_a_stranger_neither_sees_nor_changes_anything_of_a_confidential_contract(name, is_pointed, world):
    if DOORS[name] in SEES_ALL:
        pytest.skip("whoever holds the right sees all")
    before = _belongings(world)
    outcome = _outcome(ASKING[name], world, "tkachuk", frozenset(RIGHTS) - SEES_ALL, is_pointed=is_pointed)
    arguments = ASKING[name].arguments(world.folder, is_pointed=is_pointed)
    if "which" in arguments:
        assert isinstance(outcome, Refusal) and outcome.code.startswith("no_such"), f"it is there: {outcome}"
    told = repr(arguments)  # what the caller told is no secret
    if name not in DIRECTORIES:
        assert not [each for each in _traces(outcome) if each not in told], f"{outcome}"
    assert not list(_written(world.folder))
    assert name in MOVERS or _belongings(world) == before


def _outcome(door: Door, world: World, person: str, rights: frozenset[str], *, is_pointed: bool) -> object:
    """What a use case answers, or how it refuses."""
    arguments = door.arguments(world.folder, is_pointed=is_pointed)
    try:
        return door.use_case(world.ctx, world.call(person, rights), **arguments)
    except Refusal as refusal:
        return refusal


def _traces(thing: object) -> Iterator[str]:
    """Whatever betrays the confidential contract in a result, however deep."""
    if isinstance(thing, str):
        yield from (each for each in TRACES if each in thing)
    elif isinstance(thing, Money):
        yield from [str(thing)] if abs(thing.minor) >= LARGE else []
    elif isinstance(thing, Refusal):
        yield from _traces(str(thing))
    elif isinstance(thing, Mapping):
        yield from _traces([*thing.keys(), *thing.values()])
    elif isinstance(thing, Iterable) and not isinstance(thing, bytes):
        for each in thing:
            yield from _traces(each)
    elif names := getattr(thing, "__dataclass_fields__", ()):
        yield from _traces([getattr(thing, name) for name in names])


def _written(folder: Path) -> Iterator[str]:
    """Traces in the files a use case wrote, parts of packed ones too."""
    for path in folder.rglob("*"):
        if path.is_file() and zipfile.is_zipfile(path):
            with zipfile.ZipFile(path) as archive:
                texts = [archive.read(name) for name in archive.namelist()]
        else:
            texts = [path.read_bytes()] if path.is_file() else []
        yield from (f"{each} in {path.name}" for text in texts for each in _traces(text.decode(errors="replace")))


def _belongings(world: World) -> dict[str, list[str]]:
    """Every stored row that belongs to the confidential contract, but for those that follow from others."""
    rows: dict[str, list[str]] = {}
    with reading(world.ctx.engine) as conn:
        for table in metadata.sorted_tables:
            keys = [each for each in table.columns if each.name in OWNERS]
            keys += [table.c.id] if table.name in OWNED and "id" in table.c else []
            if keys and table.name not in FOLLOWING:
                rows[table.name] = sorted(
                    map(repr, conn.execute(select(table).where(or_(*(key == 1 for key in keys)))))
                )
    return rows
