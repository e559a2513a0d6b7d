"""The composition root: settings become one context; the only place where the clock and the adapters are chosen."""

import gc
import getpass
import os
import socket
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from contracts.kernel.outside.outputs import FileFault, write_aside
from contracts.kernel.refusal import Refusal, system_note
from contracts.kernel.rules import Rules
from contracts.settings import Settings, durations, find_config, load_settings, secret

if TYPE_CHECKING:
    from sqlalchemy import Engine

    from contracts.claims.dunning.rules.ladder import Ladder
    from contracts.kernel.context import Call, Context
    from contracts.kernel.database.schema import SchemaState
    from contracts.mail.transport import Transport
    from contracts.operations.backup import Backup
    from contracts.reminders.rules.tiers import ReminderPolicy

#: Remembers, beside the config file, which data folder `init --data` chose.
POINTER = ".dohovir"
#: New objects between two sweeps for reference cycles (Python's own: 700). Rows, entries and facts hold no cycles, and
#: sweeps at every turn cost an import and a roll a fifth of their time.
SWEEP_AFTER = 50_000


@dataclass(frozen=True, slots=True)
class Application:
    """The composed program: the context, the settings, and where things lie.

    ``worker`` names this process in the outbox; ``mail_folder`` is ``None`` where mails are sent by SMTP.
    """

    ctx: "Context"
    settings: Settings
    data: Path
    worker: str
    mail_folder: Path | None

    def call(self, face: str, day: date | None = None, *, acting_as: str | None = None) -> "Call":
        """A call of the person whose login runs the program, or of another where an administrator asks for it."""
        from contracts.people.calls import call_of

        return call_of(self.ctx, _login(), face, day, self.worker, acting_as=acting_as)

    def own_call(self, face: str, day: date | None = None) -> "Call":
        """A call of the program itself, about a day (today)."""
        from contracts.people.calls import own_call

        return own_call(self.ctx, _login(), face, day, self.worker)


def open_application(config: Path | None = None, data: Path | None = None) -> Application:
    """The program over the register in force.

    Raises a refusal for a faulty config, a missing or older database, a folder that cannot be used.
    """
    from contracts.kernel.database.schema import check_revision

    settings, folder = _place(config, data)
    engine = _engine(settings, folder)
    check_revision(engine)
    return compose(settings, folder, engine)


def init(
    config: Path | None = None, data: Path | None = None, *, is_remembered: bool = False
) -> "tuple[str, SchemaState]":
    """Make the data folder and the database, or bring an older one up to date.

    Returns the database's place and how it was found. With ``is_remembered`` the folder named is kept for
    later commands run in the same place.
    """
    from contracts.kernel.database.schema import create

    settings, folder = _place(config, data)
    _make_folders(folder)
    engine = _engine(settings, folder)
    found = create(engine)
    engine.dispose()
    if is_remembered and data is not None:
        _remember(config, folder)
    return _shown(engine), found


def restore(config: Path | None, data: Path | None, file: Path, *, is_replacing: bool = False) -> "tuple[str, Backup]":
    """Put a backup in the place of the register in force; returns the database's place and what was restored."""
    from contracts.kernel.database.schema import create
    from contracts.kernel.files import FileStore
    from contracts.operations.restore import restore as put_back

    settings, folder = _place(config, data)
    _make_folders(folder)
    engine = _engine(settings, folder)
    found = put_back(file, engine, FileStore(folder / "files"), is_replacing=is_replacing)
    create(engine)
    engine.dispose()
    return _shown(engine), found


def today(config: Path | None = None) -> date:
    """The day it is in the configured zone."""
    return clock().astimezone(ZoneInfo(load_settings(find_config(config)).time_zone)).date()


def data_folder(config: Path | None = None, data: Path | None = None) -> Path:
    """The data folder in force, whether it exists or not; imported rate tables lie in it."""
    return _place(config, data)[1]


def clock() -> datetime:
    """Now, with a zone."""
    return datetime.now(UTC)


def calculator_rules(config: Path | None, country: str, delivery: Mapping[str, int]) -> Rules:
    """Rules for a reckoning without a register: the operator's windows, these delivery days, this country."""
    from contracts.law import calendar_of

    calendars = {country: calendar_of(country)}
    rules = Rules(0, calendars, dict(delivery), usual_method=next(iter(delivery), "letter"))
    return _with_windows(rules, load_settings(find_config(config)))


def compose(settings: Settings, folder: Path, engine: "Engine", *, now: Callable[[], datetime] = clock) -> Application:
    """The program over an open database whose schema is right; adopts rules that changed since the last start."""
    from contracts.kernel.context import Context, Numbering
    from contracts.kernel.files import FileStore
    from contracts.operations.rulesets import adopt
    from contracts.subjects import Plugged

    gc.set_threshold(SWEEP_AFTER)
    numbering = settings.numbering
    mail_folder = folder / "mail" if settings.mail.transport == "eml" else None
    policy = _policy(settings)
    ctx = Context(
        engine=engine,
        files=FileStore(folder / "files"),
        now=now,
        zone=ZoneInfo(settings.time_zone),
        rules=adopt(engine, _rules(settings, policy), now()),
        sockets=Plugged(),
        policies=_policies(settings, policy, folder, mail_folder),
        base_url=settings.base_url,
        company=_company(engine),
        numbering=Numbering(numbering.register_, numbering.claim, numbering.document, numbering.documents),
    )
    return Application(ctx, settings, folder, f"{socket.gethostname()}:{os.getpid()}", mail_folder)


def _policies(
    settings: Settings, reminders: "ReminderPolicy", data: Path, mail_folder: Path | None
) -> dict[type, object]:
    """What the operator set for each subject, by its type."""
    from contracts.claims.case.rules.terms import ClaimPolicy
    from contracts.claims.dunning.rules.ladder import Ladder
    from contracts.law import RateFolder
    from contracts.mail.transport import Post, Retries
    from contracts.reminders.rules.tiers import DigestPolicy, ReminderPolicy

    mail, claims = settings.mail, settings.claims
    return {
        ReminderPolicy: reminders,
        DigestPolicy: DigestPolicy(settings.reminders.weekly_line),
        Post: Post(_transport(settings, mail_folder), mail.sender, Retries(mail.attempts, mail.retry_minutes)),
        Ladder: _ladder(settings),
        RateFolder: RateFolder(data),
        ClaimPolicy: ClaimPolicy(claims.answer_days, claims.beyond, claims.inflation),
    }


def elsewhere(config: Path | None, data: Path | None) -> tuple[Path, str] | None:
    """The register in force and what chose it, where it is not the folder's own and the command does not name it."""
    found = find_config(config)
    home = (found.parent if found else Path()).absolute()
    settings, folder = _place(config, data)
    if data is not None:
        return None
    if os.environ.get("DOHOVIR_DATA"):  # a choice of the shell: said where the folder has one of its own
        own = home / str(Settings.model_fields["data"].default)
        has_own = (home / POINTER).is_file() or (own / "dohovir.sqlite").is_file()
        return (folder, "DOHOVIR_DATA") if has_own and folder != own else None
    return None if folder == (home / settings.data).expanduser() else (folder, str(home / POINTER))


def _place(config: Path | None, data: Path | None) -> tuple[Settings, Path]:
    """The settings and the data folder: --data, then DOHOVIR_DATA, then what init remembered, then the config."""
    found = find_config(config)
    settings = load_settings(found)
    home = found.parent if found else Path()
    if data is None and (named := os.environ.get("DOHOVIR_DATA")):
        data = Path(named)
    if data is None and (pointer := home / POINTER).is_file():
        data = home / pointer.read_text(encoding="utf-8").strip()
    return settings, (home / settings.data if data is None else data).expanduser().absolute()


def _remember(config: Path | None, folder: Path) -> None:
    """A place that cannot be written remembers nothing: the next command names the folder itself."""
    found = find_config(config)
    home = (found.parent if found else Path()).absolute()
    text = str(folder.relative_to(home)) if folder.is_relative_to(home) else str(folder)
    with suppress(FileFault):
        write_aside(home / POINTER, (text + "\n").encode())


def _make_folders(folder: Path) -> None:
    try:
        for each in (folder, folder / "files", folder / "mail"):
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise Refusal(
            "The data folder {folder} cannot be made: {reason}. Choose another with --data.",
            code="data_folder",
            folder=str(folder),
            reason=system_note(error),
        ) from None


def _engine(settings: Settings, folder: Path) -> "Engine":
    """SQLite in the data folder, or the database of the URL with its password from the environment or a file."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    from contracts.kernel.database.engine import DatabaseFault, open_engine, sqlite_url

    database = settings.database
    if not database.url:
        return open_engine(sqlite_url(folder))
    try:
        url = make_url(database.url)
        if password := secret(database.password, database.password_file):
            url = url.set(password=password)
        return open_engine(url.render_as_string(hide_password=False))
    except (ArgumentError, ImportError) as error:
        raise DatabaseFault(
            "[database] url cannot be used: {reason}. Write postgresql://user@host/name and install dohovir[postgres].",
            reason=str(error),
        ) from None


def _shown(engine: "Engine") -> str:
    from contracts.kernel.database.engine import is_sqlite

    return str(engine.url.database) if is_sqlite(engine) else engine.url.render_as_string(hide_password=True)


def _policy(settings: Settings) -> "ReminderPolicy":
    from contracts.reminders.rules.tiers import DEFAULT_TIERS, ReminderPolicy

    reminders = settings.reminders
    return ReminderPolicy(
        tiers={**DEFAULT_TIERS, **{kind: tuple(days) for kind, days in reminders.days_before}},
        manager_from=reminders.manager_from_days_before,
        escalate_after=reminders.escalate_after_working_days,
        stop_after=reminders.stop_days_after,
    )


def _ladder(settings: Settings) -> "Ladder":
    """The dunning ladder; its levels are numbered in the order of the file."""
    from contracts.claims.dunning.rules.ladder import Ladder, Level

    dunning = settings.dunning
    levels = tuple(
        Level(no, each.after_days, each.channel, each.template, each.answer_days, each.approver)
        for no, each in enumerate(dunning.levels, 1)
    )
    return Ladder(levels, dunning.presumed_delivery.model_dump(), dunning.is_claim_needed)


def _rules(settings: Settings, policy: "ReminderPolicy") -> Rules:
    """The rules, not yet numbered."""
    from contracts.law.calendars import calendar_of, overlays

    delivery = settings.delivery.model_dump()
    rules = Rules(
        no=0,
        usual_method=delivery.pop("usual_method"),
        calendars={country: calendar_of(country) for country in sorted(overlays())},
        delivery=delivery,
        first_tier={kind: max(days) for kind, days in policy.tiers.items()},
    )
    return _with_windows(rules, settings)


def _with_windows(rules: Rules, settings: Settings) -> Rules:
    """The rules with the operator's windows."""
    windows = durations(settings.windows)
    return replace(
        rules,
        notice_window=windows["notice"],
        expiring_window=windows["expiring"],
        decision_lead=windows["decision_lead"],
        signature_within=windows["signature_within"],
    )


def _transport(settings: Settings, mail_folder: Path | None) -> "Callable[[], AbstractContextManager[Transport]]":
    """What carries mails, opened once per look at the outbox; a missing password is said at the start."""
    if mail_folder is not None:
        from contracts.mail.eml import folder

        return partial(folder, mail_folder)
    from contracts.mail.smtp import Account, connected

    smtp = settings.mail.smtp
    password = secret(smtp.password, smtp.password_file)
    return partial(connected, Account(smtp.host, smtp.port, smtp.security, smtp.user, password, smtp.timeout_seconds))


def _company(engine: "Engine") -> str:
    """The name digests are headed with: the first own company's."""
    from contracts.kernel.database.engine import reading
    from contracts.parties.queries.parties import own_companies

    with reading(engine) as conn:
        companies = own_companies(conn)
    return companies[0].short_name or companies[0].name if companies else ""


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "local"
