"""config.toml and the environment become one frozen Settings; every fault is named at once with section and key."""

import difflib
import os
import tomllib
from collections.abc import Mapping
from datetime import time
from pathlib import Path
from typing import Annotated, Any, Literal, get_args
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, TomlConfigSettingsSource

from contracts.kernel.calendar import Duration, parse_duration
from contracts.kernel.refusal import Refusal, system_note
from contracts.kernel.rights import RIGHTS


class SettingsFault(Refusal):
    """config.toml or the environment sets something that cannot be: the sentence lists every fault."""

    code = "config_fault"


def _duration(text: str) -> str:
    parse_duration(text)
    return text


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError(f"{name!r} is not a time zone such as Europe/Kyiv") from None
    return name


def _daytime(value: time) -> time:
    if time(2) <= value < time(5):
        raise ValueError("not between 02:00 and 04:59, when clocks change")
    return value


def _right(name: str) -> str:
    if name and name not in RIGHTS:
        near = difflib.get_close_matches(name, RIGHTS, n=1)
        raise ValueError(f"{name} is no right" + (f", did you mean {near[0]}?" if near else ""))
    return name


def _descending(days: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(sorted(set(days), reverse=True))


DurationText = Annotated[str, AfterValidator(_duration)]
Days = Annotated[int, Field(ge=0, le=3650)]
DaysBefore = Annotated[tuple[Days, ...], Field(min_length=1), AfterValidator(_descending)]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class DatabaseSettings(_Section):
    """Where the facts are kept."""

    url: str = ""
    password: str = ""
    password_file: str = ""


class ScheduleSettings(_Section):
    """When the daily job and the outbox run."""

    day_at: Annotated[time, AfterValidator(_daytime)] = time(8)
    outbox_every: Annotated[int, Field(ge=5, le=3600)] = 60


class WindowSettings(_Section):
    """Windows before the days that matter, as durations."""

    notice: DurationText = "90d"
    expiring: DurationText = "90d"
    decision_lead: DurationText = "45d"
    signature_within: DurationText = "10wd"


class DeliverySettings(_Section):
    """Calendar days from sending to receipt, by way of sending."""

    usual_method: Literal["letter", "courier", "hand", "edoc", "email"] = "letter"
    letter: Days = 5
    courier: Days = 2
    hand: Days = 0
    edoc: Days = 0
    email: Days = 0


class DaysBeforeSettings(_Section):
    """Reminder tiers by kind of deadline, in days before the last day to act."""

    renewal_decision: DaysBefore = (90, 60, 30, 14, 7, 3, 1, 0)
    post_notice: DaysBefore = (90, 60, 30, 14, 7, 3, 1, 0)
    sign_amendment: DaysBefore = (90, 60, 30, 14, 7, 3, 1, 0)
    expiry: DaysBefore = (60, 30, 7, 0)
    missing_fact: DaysBefore = (60, 30, 7, 0)
    notice_missed: DaysBefore = (0,)
    signature: DaysBefore = (0,)
    confirm_alive: DaysBefore = (0,)
    late_notice: DaysBefore = (0,)
    payment_due: DaysBefore = (7, 1, 0)
    claim_answer: DaysBefore = (7, 1, 0)
    limitation: DaysBefore = (180, 90, 60, 30, 14, 7)
    act_not_returned: DaysBefore = (0,)
    advance_open: DaysBefore = (0,)
    hold_review: DaysBefore = (0,)
    amount_used: DaysBefore = (0,)


class ReminderSettings(_Section):
    """Who is told when."""

    manager_from_days_before: Days = 14
    escalate_after_working_days: Annotated[int, Field(ge=1, le=365)] = 2
    stop_days_after: Days = 30
    weekly_line: bool = True
    days_before: DaysBeforeSettings = DaysBeforeSettings()


class NumberingSettings(_Section):
    """Patterns of the yearly series."""

    register_: str = Field(default="{no}/{year}", alias="register")
    claim: str = "ПР-{no}/{year}"
    document: str = "{no}/{year}"
    documents: dict[str, str] = Field(default_factory=dict)


class SmtpSettings(_Section):
    """The mail server."""

    host: str = "localhost"
    port: Annotated[int, Field(ge=1, le=65535)] = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password: str = ""
    password_file: str = ""
    timeout_seconds: Annotated[float, Field(gt=0, le=600)] = 30


class MailSettings(_Section):
    """How mails leave the program."""

    transport: Literal["eml", "smtp"] = "eml"
    sender: str = "Dohovir <dohovir@localhost>"
    attempts: Annotated[int, Field(ge=1, le=100)] = 6
    retry_minutes: Annotated[tuple[Annotated[int, Field(ge=0)], ...], Field(min_length=1)] = (5, 15, 60, 240, 720)
    smtp: SmtpSettings = SmtpSettings()


class ClaimSettings(_Section):
    """Defaults of claim letters."""

    answer_days: Annotated[int, Field(ge=1, le=365)] = 30
    beyond: Literal["stop", "refuse", "last_known"] = "stop"
    inflation: Literal["tranche", "chain"] = "tranche"


class PresumedDeliverySettings(_Section):
    """Calendar days after sending on which a letter counts as delivered where nobody knows better, by channel."""

    letter: Days = 10
    courier: Days = 3
    edoc: Days = 1
    email: Days = 1
    hand: Days = 0


class DunningLevelSettings(_Section):
    """One rung of the ladder."""

    after_days: Days
    channel: Literal["email", "letter", "courier", "edoc", "hand"]
    template: Literal["reminder", "claim", "court"]
    answer_days: Days = 0
    approver: Annotated[str, AfterValidator(_right)] = ""


def _court_last(levels: tuple[DunningLevelSettings, ...]) -> tuple[DunningLevelSettings, ...]:
    if any(each.template == "court" for each in levels[:-1]):
        raise ValueError("nothing comes after the level with template court")
    return levels


class DunningSettings(_Section):
    """The ladder: who is written to when, and how."""

    is_claim_needed: bool = True
    presumed_delivery: PresumedDeliverySettings = PresumedDeliverySettings()
    levels: Annotated[tuple[DunningLevelSettings, ...], Field(min_length=1), AfterValidator(_court_last)] = (
        DunningLevelSettings(after_days=3, channel="email", template="reminder", answer_days=7),
        DunningLevelSettings(after_days=0, channel="letter", template="claim", answer_days=30, approver="claims.send"),
        DunningLevelSettings(after_days=1, channel="letter", template="court", approver="claims.send"),
    )


class Settings(BaseSettings):
    """Everything an operator set, with defaults for the rest."""

    model_config = SettingsConfigDict(
        frozen=True, extra="forbid", env_prefix="DOHOVIR_", env_nested_delimiter="__", validate_default=False
    )

    language: Literal["auto", "uk", "en"] = "auto"
    time_zone: Annotated[str, AfterValidator(_zone)] = "Europe/Kyiv"
    data: str = "data"
    base_url: str = ""
    database: DatabaseSettings = DatabaseSettings()
    schedule: ScheduleSettings = ScheduleSettings()
    windows: WindowSettings = WindowSettings()
    delivery: DeliverySettings = DeliverySettings()
    reminders: ReminderSettings = ReminderSettings()
    numbering: NumberingSettings = NumberingSettings()
    mail: MailSettings = MailSettings()
    claims: ClaimSettings = ClaimSettings()
    dunning: DunningSettings = DunningSettings()

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment beats the file; the file is the one named at loading."""
        return init_settings, env_settings, TomlConfigSettingsSource(settings_cls, _reading[-1])


#: The file being read; pydantic-settings takes the path from the class, not from the call.
_reading: list[Path | None] = [None]


def load_settings(path: Path | None) -> Settings:
    """Read one config.toml (or none: defaults) and the environment.

    Raises :class:`SettingsFault` naming the file and every fault in it.
    """
    where = path.name if path else "config"
    if path is not None:
        _check_syntax(path)
    _reading.append(path)
    try:
        return Settings()
    except ValidationError as error:
        faults = "; ".join(_fault(each) for each in error.errors())
        raise SettingsFault("{file}: {faults}.", file=where, faults=faults) from None
    finally:
        _reading.pop()


def _check_syntax(path: Path) -> None:
    try:
        tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise SettingsFault("{file} cannot be read: {reason}.", file=str(path), reason=system_note(error)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsFault("{file} is not valid TOML: {reason}.", file=path.name, reason=str(error)) from None


def _fault(error: Mapping[str, Any]) -> str:
    *sections, key = [str(part) for part in error["loc"]] or ["config"]
    while key.isdigit() and sections:
        key = sections.pop()
    place = f"{_place(sections)} {key}" if sections else key
    if error["type"] == "missing":
        return f"{place} is missing"
    if error["type"] == "extra_forbidden":
        near = difflib.get_close_matches(key, _keys(sections), n=1)
        return f"{place} is not a key" + (f", did you mean {near[0]}?" if near else "")
    return f"{place}: {str(error['msg']).removeprefix('Value error, ')} (given: {error.get('input')!r})"


def _place(sections: list[str]) -> str:
    """A table as the file writes it; one of several is named by its ordinal."""
    if sections[-1].isdigit():
        return f"[[{'.'.join(sections[:-1])}]] no. {int(sections[-1]) + 1},"
    return f"[{'.'.join(sections)}]"


def _keys(sections: list[str]) -> list[str]:
    model: Any = Settings
    for section in sections:
        model = get_args(model)[0] if section.isdigit() else model.model_fields[section].annotation
    return [field.alias or name for name, field in model.model_fields.items()]


def secret(value: str, file: str) -> str:
    """A secret from the environment, else the first line of its file.

    Raises :class:`SettingsFault` where the file cannot be read.
    """
    if value or not file:
        return value
    try:
        return Path(file).read_text(encoding="utf-8").splitlines()[0].strip()
    except (OSError, IndexError):
        raise SettingsFault("The secret file {file} cannot be read or is empty.", file=file) from None


def find_config(named: Path | None) -> Path | None:
    """The config file in force: the one named, else DOHOVIR_CONFIG, else ./config.toml, else none."""
    if named is not None:
        if not named.is_file():
            raise SettingsFault("There is no config file {file}.", file=str(named))
        return named
    if pointed := os.environ.get("DOHOVIR_CONFIG"):
        return find_config(Path(pointed))
    here = Path("config.toml")
    return here if here.is_file() else None


def durations(windows: WindowSettings) -> dict[str, Duration]:
    """The windows as durations, by key."""
    return {name: parse_duration(getattr(windows, name)) for name in type(windows).model_fields}
