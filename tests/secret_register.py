"""A register with one confidential and one open contract, each with all that may stand under a contract.

Whatever belongs to the confidential one is called by one number, ``SECRET``, where a name can be chosen; its key is 1
in every table, and its sums are beyond ``LARGE``, as nothing else is. So a trace of it is known wherever it shows.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from contracts.claims.case.letter import Destination
from contracts.claims.case.outgoing import ClaimRequest, draft_claim
from contracts.documents.attaching import attach
from contracts.documents.making import DocumentRequest, make_document
from contracts.kernel.context import Call, Context, Numbering
from contracts.kernel.database.engine import open_engine
from contracts.kernel.money import money
from contracts.money.hold import hold
from contracts.money.import_statement import add_payment
from contracts.money.post_charge import NewCharge, post_charge
from contracts.money.rules.ledger import HoldKind
from contracts.money.rules.statement import StatementLine
from contracts.registry.amendments import Draft, draft_amendment
from contracts.registry.annexes import add_annex
from contracts.registry.lookup import Which
from contracts.registry.notices import NewNotice, record_notice
from contracts.registry.rules.contract import Change, NoticeKind, Side
from tests.cast import Cast, add_contract, settle
from tests.conftest import Clock, Post, context_over
from tests.databases import SqliteTemplate

#: The number of everything that belongs to the confidential contract, and of everything that belongs to the open one.
SECRET, OPEN = "ТАЄМНИЙ-1", "ЯВНИЙ-2"
#: What betrays the confidential contract: its numbers, its title, the only counterparty nobody else has to do with.
TRACES = (SECRET, "1/2026", "Таємний предмет", "таємний предмет", "Лан-Хліб")
#: Minor units no sum of anything open comes near to.
LARGE = 500_000_000

#: What a paper needs and the cast has not.
SIGNATORY = {"own.signatory.position": "директор", "own.signatory.signature_name": "Остап БУК"}


@dataclass(frozen=True, slots=True)
class World:
    """The register of one test: its context, its people, and the folder where a use case may write."""

    ctx: Context
    clock: Clock
    cast: Cast
    folder: Path

    def call(self, person: str | None, rights: frozenset[str] | None) -> Call:
        """A call of a person of the cast; of the program itself without one."""
        at = self.clock()
        person_id = getattr(self.cast, person) if person else None
        return Call(person_id, person or "tests", "cli", self.clock.day, at, f"test:{at.isoformat()}", rights)


class SecretRegister:
    """The register, made once; each test works with a copy."""

    def __init__(self, template: SqliteTemplate, folder: Path) -> None:
        self._folder = folder
        template.fresh(folder)
        with self._opened(folder, folder) as world:
            self.cast = settle(world.ctx, world.call(None, None))
        with self._opened(folder, folder) as world:
            _fill(world, SECRET, "Таємний предмет", self.cast.supplier, 7_000_000)
            _fill(world, OPEN, "Явний предмет", self.cast.cleaning, 100)

    @contextmanager
    def copy(self, folder: Path) -> Iterator[World]:
        """A world of its own in a folder."""
        shutil.copytree(self._folder, folder / "data")
        target = folder / "out"
        target.mkdir()
        with self._opened(folder / "data", target) as world:
            yield world

    @contextmanager
    def _opened(self, data: Path, target: Path) -> Iterator[World]:
        engine, clock = open_engine(f"sqlite:///{data / 'dohovir.sqlite'}"), Clock()
        numbering = Numbering(claim="ТАЄМНИЙ-{no}", document="ТАЄМНИЙ-{no}/Л")
        ctx = context_over(engine, data, clock, Post(), numbering=numbering)
        yield World(ctx, clock, getattr(self, "cast", None), target)  # type: ignore[arg-type]
        engine.dispose()


def _fill(world: World, number: str, title: str, counterparty: int, whole: int) -> None:
    """A contract with an amendment, an annex, a notice, a debt held, a claim, a paper, a file and a payment."""
    ctx, call, which, amount = world.ctx, world.call(None, None), Which(number), money(whole, "UAH")
    facts = {"number": number, "title": title, "counterparty_id": counterparty}
    add_contract(ctx, call, world.cast, **facts, is_confidential=number == SECRET)
    draft_amendment(ctx, call, which, Draft((Change("penalty", "double_nbu"),), date(2026, 11, 1), number=number))
    add_annex(ctx, call, which, "specification", {"number": number, "amount": amount})
    record_notice(ctx, call, which, NewNotice(NoticeKind.NON_RENEWAL, Side.THEIRS, sent_on=call.as_of))
    debt = NewCharge("act", number, date(2026, 1, 5), amount, which=which, due_on=date(2026, 1, 15))
    post_charge(ctx, call, debt)
    draft_claim(ctx, call, ClaimRequest(which=which, to=Destination(world.folder / "claim.docx")))
    hold(ctx, call, HoldKind.DISPUTED, "спір", charge=number)
    paper = DocumentRequest(
        "cover_letter", which, world.folder / "letter.docx", values={**SIGNATORY, "enclosures": "Акт|1|1"}
    )
    make_document(ctx, call, paper)
    scan = world.folder / "scan.pdf"
    scan.write_bytes(f"%PDF-1.4 {number}".encode())
    attach(ctx, call, which, scan)
    add_payment(ctx, call, StatementLine(call.as_of, amount, purpose=f"за предмет: {title.lower()}"), which=which)
