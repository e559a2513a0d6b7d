"""Whatever is done in whatever order on whatever day, the register stays in order: the doctor looks after each step."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contracts.kernel.calendar import Duration
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import open_engine
from contracts.kernel.refusal import Refusal
from contracts.mail.outbox import deliver
from contracts.operations.rulesets import adopt
from contracts.overview.hand_over import hand_over
from contracts.parties.parties import PartyEntry
from contracts.people.people import add_absence, end_absence, set_active
from contracts.registry import lifecycle
from contracts.registry.amendments import Draft, draft_amendment, sign_amendment, withdraw_amendment
from contracts.registry.decisions import decide, propose, revoke
from contracts.registry.exchange.importing import import_register
from contracts.registry.notices import NewNotice, receive_notice, record_notice, revoke_notice
from contracts.registry.registry import NewContract, edit, register
from contracts.registry.rules.contract import Change, Choice, NoticeKind, Renewal, Side, Status
from contracts.registry.rules.fault import FactsFault
from contracts.reminders.acknowledge import acknowledge
from contracts.reminders.daily import remind
from tests.cast import settle
from tests.conftest import Clock, Post, context_over, examined

PEOPLE = st.sampled_from(["marchenko", "tkachuk", "bondar", "admin"])
SHIFTS = st.integers(-150, 150)
LENGTHS = st.builds(Duration, st.integers(1, 14), st.just("month"))
NOTICES = st.one_of(st.none(), st.builds(Duration, st.integers(0, 90), st.just("day")))
PARTIES = st.sampled_from(
    [("ТОВ «Чистий двір»", "99100001"), ("ПрАТ «Лан-Хліб»", "99100002"), ("ТОВ «Нова»", "99100003")]
)
CHANGES = st.one_of(
    st.builds(lambda shift: ("last_day", shift), SHIFTS),
    st.builds(lambda length: ("notice", length), NOTICES),
    st.builds(lambda kind: ("renewal", kind), st.sampled_from(Renewal)),
    st.builds(lambda length: ("renewal_length", length), LENGTHS),
)


class Office(RuleBasedStateMachine):
    """The office at work. A refusal is an answer like any other: it must leave everything as it was."""

    def __init__(self, make: Callable[[], tuple[str, Path]], examined: list[date]) -> None:
        super().__init__()
        self.examined = examined
        url, folder = make()
        self.folder, self.engine = folder, open_engine(url)
        self.clock, self.post = Clock(), Post()
        self.ctx: Context = context_over(self.engine, folder, self.clock, self.post)
        self.numbers, self.serial = list[str](), count(1)

    def teardown(self) -> None:
        self.engine.dispose()

    def call(self) -> Call:
        """A call of this moment."""
        at = self.clock()
        return Call(None, "tests", "cli", self.clock.day, at, f"test:{next(self.serial)}")

    def day(self, shift: int) -> date:
        """A day near the one it is."""
        return self.clock.day + timedelta(days=shift)

    def do(self, service: Callable[..., Any], *given: Any, **more: Any) -> Any:
        """One service call; ``None`` where it was refused."""
        with suppress(Refusal, FactsFault):
            return service(self.ctx, self.call(), *given, **more)
        return None

    def some(self, place: int) -> str:
        """One of the contracts."""
        return self.numbers[place % len(self.numbers)]

    @initialize()
    def move_in(self) -> None:
        settle(self.ctx, self.call())
        self.enter(
            Renewal.AUTOMATIC, Duration(12, "month"), Duration(30, "day"), start=-300, party=("ТОВ «Нова»", "99100003")
        )

    @rule(
        kind=st.one_of(st.none(), st.sampled_from(Renewal)),
        length=LENGTHS,
        notice=NOTICES,
        start=st.integers(-600, 60),
        party=PARTIES,
        owner=st.one_of(st.none(), PEOPLE),
        status=st.sampled_from([Status.SIGNED, Status.SIGNED, Status.SIGNED, Status.DRAFT, Status.SIGNING]),
    )
    def enter(
        self,
        kind: Renewal | None,
        length: Duration,
        notice: Duration | None,
        *,
        start: int,
        party: tuple[str, str],
        owner: str | None = "marchenko",
        status: Status = Status.SIGNED,
    ) -> None:
        """A contract is registered."""
        number = f"{next(self.serial)}-М"
        values = {
            "number": number,
            "dated_on": self.day(start),
            "first_day": self.day(start),
            "length": length,
            "renewal": kind,
            "renewal_length": length,
            "notice": notice,
        }
        if self.do(register, NewContract(PartyEntry(*party), values, status=status, owner=owner)):
            self.numbers.append(number)

    @rule(place=st.integers(0), notice=NOTICES, shift=SHIFTS, field=st.sampled_from(["notice", "last_day", "title"]))
    def correct(self, place: int, notice: Duration | None, shift: int, field: str) -> None:
        """An entry is corrected, or a field cleared."""
        value = {"notice": notice, "last_day": self.day(shift) if shift % 2 else None, "title": f"Назва {shift}"}[field]
        self.do(edit, self.some(place), {field: value})

    @rule(place=st.integers(0), change=CHANGES, effect=SHIFTS, is_signed=st.booleans())
    def amend(self, place: int, change: tuple[str, Any], effect: int, is_signed: bool) -> None:
        """A supplementary agreement, drafted or signed."""
        name, value = change
        to = self.day(value) if name == "last_day" else value
        signed_on = self.clock.day if is_signed else None
        draft = Draft((Change(name, to),), self.day(effect), rationale="За згодою сторін", signed_on=signed_on)
        self.do(draft_amendment, self.some(place), draft)

    @rule(place=st.integers(0), no=st.sampled_from(["1", "2"]), is_signed=st.booleans())
    def settle_draft(self, place: int, no: str, is_signed: bool) -> None:
        """A draft is signed or withdrawn."""
        if is_signed:
            self.do(sign_amendment, self.some(place), no, signed_on=self.clock.day, rationale="Погоджено")
        else:
            self.do(withdraw_amendment, self.some(place), no, reason="Не потрібна")

    @rule(place=st.integers(0), by=st.sampled_from(Side), kind=st.sampled_from(NoticeKind), days=st.integers(0, 60))
    def send(self, place: int, by: Side, kind: NoticeKind, days: int) -> None:
        """A notice is sent, perhaps received at once."""
        received = self.clock.day if days % 2 else None
        self.do(record_notice, self.some(place), NewNotice(kind, by, sent_on=self.day(-days), received_on=received))

    @rule(place=st.integers(0), is_received=st.booleans())
    def follow_notice(self, place: int, is_received: bool) -> None:
        """A notice arrives, or is revoked."""
        if is_received:
            self.do(receive_notice, self.some(place), received_on=self.clock.day)
        else:
            self.do(revoke_notice, self.some(place), reason="Помилка")

    @rule(place=st.integers(0), choice=st.sampled_from(Choice), how=st.sampled_from([decide, decide, propose]))
    def answer(self, place: int, choice: Choice, how: Callable[..., Any]) -> None:
        """A decision is made or proposed."""
        self.do(how, self.some(place), choice, reason="Рішення наради")

    @rule(place=st.integers(0), is_taken_back=st.booleans())
    def take_note(self, place: int, is_taken_back: bool) -> None:
        """A deadline is acknowledged, or a decision taken back."""
        if is_taken_back:
            self.do(revoke, self.some(place), reason="Передумали")
        else:
            self.do(acknowledge, self.some(place))

    @rule(place=st.integers(0), shift=SHIFTS, what=st.sampled_from(["suspend", "resume", "terminate", "revoke"]))
    def interrupt(self, place: int, shift: int, what: str) -> None:
        """A contract is suspended, resumed, terminated, or its termination taken back."""
        number, day = self.some(place), self.day(shift)
        if what == "suspend":
            self.do(lifecycle.suspend, number, from_on=day, last_day=day + timedelta(days=40))
        elif what == "resume":
            self.do(lifecycle.resume, number)
        elif what == "terminate":
            self.do(lifecycle.terminate, number, last_day=day, ground="Угода сторін")
        else:
            self.do(lifecycle.revoke_termination, number, reason="Помилка")

    @rule(place=st.integers(0), what=st.sampled_from(["sign", "alive", "close", "reopen", "void"]))
    def move_on(self, place: int, what: str) -> None:
        """A contract is signed, confirmed, closed, opened again, voided."""
        number = self.some(place)
        if what == "sign":
            self.do(lifecycle.sign, number, by_us_on=self.clock.day, by_them_on=self.clock.day)
        elif what == "alive":
            self.do(lifecycle.confirm_alive, number)
        elif what == "close":
            self.do(lifecycle.close, number, reason="Усе виконано")
        elif what == "reopen":
            self.do(lifecycle.reopen, number, reason="Ще не все")
        else:
            self.do(lifecycle.void, number, reason="Помилково")

    @rule(who=PEOPLE, deputy=PEOPLE, start=st.integers(-3, 10), days=st.integers(0, 20))
    def leave(self, who: str, deputy: str, start: int, days: int) -> None:
        """Somebody is away."""
        self.do(add_absence, who, from_on=self.day(start), last_day=self.day(start + days), deputy=deputy)

    @rule(who=PEOPLE)
    def come_back(self, who: str) -> None:
        """Somebody is back earlier."""
        self.do(end_absence, who)

    @rule(giver=PEOPLE, taker=PEOPLE)
    def hand(self, giver: str, taker: str) -> None:
        """Contracts go from hand to hand."""
        self.do(hand_over, giver, taker)

    @rule(who=st.sampled_from(["tkachuk", "marchenko"]), is_active=st.booleans())
    def hire(self, who: str, is_active: bool) -> None:
        """Somebody leaves for good, or comes back."""
        self.do(set_active, who, is_active=is_active)

    @rule(
        no=st.integers(1, 6), start=st.integers(-900, 0), kind=st.sampled_from(["так", "ні", ""]), sum=st.integers(1, 9)
    )
    def take_in(self, no: int, start: int, kind: str, sum: int) -> None:
        """A register of two rows comes in; some rows are there already, with other facts."""
        first, last = self.day(start), self.day(start + 364)
        head = "№ договору;Дата договору;Контрагент;ЄДРПОУ;Початок;Дійсний до;Автопролонгація;Сума;Відповідальний"
        lines = [
            f"{each}-І;01.02.2024;ТОВ «Ввезене»;99100009;{first:%d.%m.%Y};{last:%d.%m.%Y};{kind};{sum}000,00;marchenko"
            for each in (no, no + 1)
        ]
        path = self.folder / "register.csv"
        path.write_text("\n".join([head, *lines]), encoding="utf-8")
        self.do(import_register, path)

    @rule(days=st.integers(-1, 45))
    def pass_days(self, days: int) -> None:
        """Days go by without anybody running anything; now and then the clock is set back."""
        self.clock.set(self.day(days))

    @rule(is_away=st.booleans())
    def run(self, is_away: bool) -> None:
        """The day is decided and told; asking again tells nothing more (F2)."""
        self.post.is_away = is_away
        remind(self.ctx, self.call())
        again = remind(self.ctx, self.call())
        assert (again.due, again.queued) == (0, 0)
        deliver(self.ctx, self.call(), "worker")

    @precondition(lambda self: self.numbers)
    @rule(letter=st.integers(1, 12), window=st.integers(30, 120))
    def configure(self, letter: int, window: int) -> None:
        """The operator sets other delivery days and windows: the next start adopts them as new rules."""
        rules = self.ctx.rules
        delivery, windows = {**rules.delivery, "letter": letter}, Duration(window, "day")
        changed = replace(rules, delivery=delivery, notice_window=windows, expiring_window=windows)
        self.ctx = replace(self.ctx, rules=adopt(self.engine, changed, self.clock()))

    @invariant()
    def the_doctor_finds_nothing(self) -> None:
        found = examined(self.ctx, self.clock.day)
        self.examined.append(self.clock.day)
        assert found == [], "the doctor found: " + "; ".join(str(each) for each in found)


def _play(make: Callable[[], tuple[str, Path]], *, examples: int, steps: int) -> int:
    """How often the doctor looked and found nothing; whatever he finds fails the test at once."""
    examined: list[date] = []
    run_state_machine_as_test(
        lambda: Office(make, examined),
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
    return len(examined)


@pytest.fixture
def folders(tmp_path: Path) -> Callable[[], Path]:
    """A new folder at each call."""
    numbers = count(1)

    def new() -> Path:
        folder = tmp_path / str(next(numbers))
        folder.mkdir()
        return folder

    return new


def test_the_doctor_finds_nothing_whatever_is_done_on_sqlite(sqlite_template, folders) -> None:
    def make() -> tuple[str, Path]:
        folder = folders()
        return sqlite_template.fresh(folder), folder

    assert _play(make, examples=6, steps=30) > 6


def test_the_doctor_finds_nothing_whatever_is_done_on_postgresql(postgres_template, folders) -> None:
    assert _play(lambda: (postgres_template.shared(), folders()), examples=3, steps=20) > 3
