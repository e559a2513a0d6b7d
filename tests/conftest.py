"""What all tests may use: a database of each engine, a clock that stands still, a context, a post in memory."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine

from contracts.claims.dunning.rules.ladder import Ladder, Level
from contracts.kernel.calendar import WorkCalendar
from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import open_engine
from contracts.kernel.files import FileStore
from contracts.kernel.rules import Rules
from contracts.kernel.sockets import Finding
from contracts.mail.transport import Post as MailPost
from contracts.mail.transport import Postponed, Refused
from contracts.operations.doctor import examine
from contracts.operations.rulesets import adopt
from contracts.people.calls import own_call
from contracts.reminders.rules.tiers import DEFAULT_TIERS, ReminderPolicy
from contracts.subjects import Plugged
from tests.databases import PostgresTemplate, SqliteTemplate

KYIV = ZoneInfo("Europe/Kyiv")
#: The day on which the tests of services begin: Monday 23 November 2026.
TODAY = date(2026, 11, 23)
#: Ukraine has no public holidays under martial law (Law 2136-IX art. 6); week-ends are off.
CALENDARS = {"UA": WorkCalendar("UA", frozenset(), frozenset(), date(2030, 12, 31))}
DELIVERY = {"letter": 5, "courier": 2, "hand": 0, "edoc": 0, "email": 0}
RULES = Rules(0, CALENDARS, DELIVERY, first_tier={kind: max(days) for kind, days in DEFAULT_TIERS.items()})

#: A reminder, a claim, the court.
LADDER = Ladder(
    (
        Level(1, 3, "email", "reminder", 7),
        Level(2, 0, "letter", "claim", 30, "claims.send"),
        Level(3, 1, "letter", "court", 0, "claims.send"),
    ),
    {"letter": 10, "courier": 3, "edoc": 1, "email": 1, "hand": 0},
)


class Clock:
    """Stands still until it is set."""

    def __init__(self) -> None:
        self.at = datetime.combine(TODAY, time(8), KYIV).astimezone(UTC)

    def __call__(self) -> datetime:
        return self.at

    def set(self, day: date, hour: int = 8, minute: int = 0) -> datetime:
        """Set it to a local time of a day in Kyiv."""
        self.at = datetime.combine(day, time(hour, minute), KYIV).astimezone(UTC)
        return self.at

    @property
    def day(self) -> date:
        """The day it is in Kyiv."""
        return self.at.astimezone(KYIV).date()


class Post:
    """A transport in memory: ``sent`` lists (address, bytes); ``refuses`` and ``postpones`` say what is answered."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes]] = []
        self.refuses: dict[str, str] = {}
        self.postpones: dict[str, str] = {}
        self.is_away = False

    @contextmanager
    def open(self) -> Iterator["Post"]:
        """One connection; an absent server cannot be reached at all."""
        if self.is_away:
            raise Postponed("connection refused")
        yield self

    def send(self, sender: str, address: str, data: bytes) -> str:
        """Take one mail."""
        if address in self.refuses:
            raise Refused(self.refuses[address])
        if address in self.postpones:
            raise Postponed(self.postpones[address])
        self.sent.append((address, data))
        return "250 taken"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's environment decides nothing: language, config, data folder."""
    for name in list(os.environ):
        if name.startswith("DOHOVIR_") and name != "DOHOVIR_SHARED":
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> SqliteTemplate:
    return SqliteTemplate(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="session")
def postgres_template() -> PostgresTemplate:
    return PostgresTemplate()


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A fresh database with the whole schema, on each engine."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_template").fresh(tmp_path)
        return
    yield request.getfixturevalue("postgres_template").shared()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    opened = open_engine(database_url)
    yield opened
    opened.dispose()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def post() -> Post:
    return Post()


@pytest.fixture
def ctx(engine: Engine, tmp_path: Path, clock: Clock, post: Post) -> Context:
    return context_over(engine, tmp_path, clock, post)


@pytest.fixture
def call(clock: Clock) -> Callable[..., Call]:
    """Makes a call of the program about a day, by default the clock's; a day given sets the clock."""

    def make(day: date | None = None, **more: object) -> Call:
        at = clock.set(day) if day is not None else clock()
        usual = Call(None, "tests", "cli", clock.day, at, f"test:{at.isoformat()}")
        return replace(usual, **more)  # type: ignore[arg-type]

    return make


def context_over(engine: Engine, folder: Path, clock: Callable[[], datetime], post: Post, **more: object) -> Context:
    """A context over an open database: the rules of the tests, a file store in the folder, mails to the post."""
    usual = Context(
        engine=engine,
        files=FileStore(folder / "files"),
        now=clock,
        zone=KYIV,
        rules=adopt(engine, RULES, clock()),
        sockets=Plugged(),
        policies={
            ReminderPolicy: ReminderPolicy(manager_from=14),
            MailPost: MailPost(post.open, "Dohovir <dohovir@yasensvit.example>"),
            Ladder: LADDER,
        },
        company="ТОВ «Ясенсвіт»",
    )
    return replace(usual, **more)  # type: ignore[arg-type]


def examined(ctx: Context, day: date) -> list[Finding]:
    """What the doctor finds on a day."""
    return examine(ctx, own_call(ctx, "test", "test", day, "test"))


def with_policy(ctx: Context, *policies: object) -> Context:
    """The same context with these policies in force."""
    return replace(ctx, policies={**ctx.policies, **{type(each): each for each in policies}})


@pytest.fixture(autouse=True)
def _doctor(request: pytest.FixtureRequest) -> Iterator[None]:
    """After every test of a use case the doctor looks at the register: whatever was done, the derived rows follow."""
    is_below = {"queries", "kernel"} & set(request.path.parts)  # tests of SQL alone write rows that nothing derives
    if is_below or "ctx" not in request.fixturenames or request.node.get_closest_marker("broken_on_purpose"):
        yield
        return
    ctx, clock = request.getfixturevalue("ctx"), request.getfixturevalue("clock")
    yield
    findings = examined(ctx, clock.day)
    assert findings == [], "the doctor found: " + "; ".join(str(each) for each in findings)
