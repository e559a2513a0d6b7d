"""The composition root: where things lie, what is said when they do not, which rules are in force."""

import json
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import pytest

from contracts import app
from contracts.claims.dunning.rules.ladder import Ladder
from contracts.kernel.database.engine import DatabaseFault, reading
from contracts.kernel.database.meta import installation_key
from contracts.kernel.database.schema import NoRegister, SchemaState
from contracts.kernel.refusal import Refusal
from contracts.reminders.rules.tiers import DEFAULT_TIERS, ReminderPolicy
from contracts.settings import SettingsFault, load_settings


@pytest.fixture(autouse=True)
def _here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def _opened(**more):
    house = app.open_application(**more)
    house.ctx.engine.dispose()
    return house


def test_init_makes_the_register_once():
    assert app.init() == (str(Path("data/dohovir.sqlite").absolute()), SchemaState(was_made=True))
    with reading(_opened().ctx.engine) as conn:
        key = installation_key(conn)
    assert app.init() == (str(Path("data/dohovir.sqlite").absolute()), SchemaState())
    with reading(_opened().ctx.engine) as conn:
        assert installation_key(conn) == key


def test_the_folder_init_chose_is_remembered_in_its_place(tmp_path, monkeypatch):
    app.init(data=Path("elsewhere"), is_remembered=True)
    assert _opened().data == tmp_path / "elsewhere"
    monkeypatch.setenv("DOHOVIR_DATA", str(tmp_path / "other"))
    app.init()
    assert _opened().data == tmp_path / "other"
    assert _opened(data=Path("elsewhere")).data == tmp_path / "elsewhere"


def test_a_data_folder_is_relative_to_the_config_file(tmp_path):
    (tmp_path / "there").mkdir()
    config = tmp_path / "there" / "config.toml"
    config.write_text('data = "register"\n', encoding="utf-8")
    app.init(config)
    assert _opened(config=config).data == tmp_path / "there" / "register"


def test_without_a_register_it_says_what_to_do():
    with pytest.raises(NoRegister, match="contracts init"):
        app.open_application()


def test_a_typo_in_the_config_is_named_with_its_section(tmp_path):
    Path("config.toml").write_text("[mail]\nsendr = 'x'\n[windows]\nnotice = 'long'\n", encoding="utf-8")
    with pytest.raises(SettingsFault) as fault:
        app.open_application()
    assert "[mail] sendr is not a key, did you mean sender?" in str(fault.value) and "[windows] notice" in str(
        fault.value
    )


def test_a_folder_that_cannot_be_made_is_named(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(Refusal, match=r"file.*cannot be made"):
        app.init(data=tmp_path / "file" / "data")


@pytest.mark.parametrize("url", ["nonsense", "oracle://x/y"])
def test_a_database_url_that_cannot_be_used_is_explained(monkeypatch, url):
    monkeypatch.setenv("DOHOVIR_DATABASE__URL", url)
    with pytest.raises(DatabaseFault, match="postgresql://"):
        app.open_application()


def test_a_server_that_is_away_is_named_without_its_password(monkeypatch):
    monkeypatch.setenv("DOHOVIR_DATABASE__URL", "postgresql://user@127.0.0.1:1/name")
    monkeypatch.setenv("DOHOVIR_DATABASE__PASSWORD", "secret")
    with pytest.raises(DatabaseFault) as fault:
        app.open_application()
    assert "127.0.0.1" in str(fault.value) and "secret" not in str(fault.value)


def test_a_changed_setting_is_a_new_ruleset_and_an_unchanged_one_is_not(monkeypatch):
    app.init()
    first = _opened().ctx.rules.no
    assert _opened().ctx.rules.no == first
    monkeypatch.setenv("DOHOVIR_DELIVERY__LETTER", "7")
    assert _opened().ctx.rules.no == first + 1


def test_the_register_of_a_server_works_as_well(request, monkeypatch):
    template = request.getfixturevalue("postgres_template")
    url = template.empty()
    monkeypatch.setenv("DOHOVIR_DATABASE__URL", url)
    shown, found = app.init()
    assert found.was_made and shown.startswith("postgresql") and _opened().ctx.rules.no == 1
    template.drop(url)


def test_a_call_is_about_today_in_kyiv_or_the_day_named():
    app.init()
    house = _opened()
    assert house.call("cli").as_of == app.today()
    assert house.call("cli", date(2026, 2, 1)).as_of == date(2026, 2, 1)


def test_mails_go_into_a_folder_unless_smtp_is_set(monkeypatch):
    app.init()
    assert _opened().mail_folder == Path("data/mail").absolute()
    monkeypatch.setenv("DOHOVIR_MAIL__TRANSPORT", "smtp")
    assert _opened().mail_folder is None


def test_serve_runs_until_it_is_asked_to_stop(tmp_path):
    app.init()
    script = "from contracts.app import open_application; from scheduler.run import serve; serve(open_application())"
    child = subprocess.Popen([sys.executable, "-c", script], stderr=subprocess.PIPE, text=True, cwd=tmp_path)
    assert child.stderr is not None
    up = json.loads(next(line for line in child.stderr if "scheduler up" in line))
    assert up["event"].startswith("scheduler up") and up["level"] == "info"
    child.terminate()
    lines = [json.loads(line)["event"] for line in child.stderr]
    assert child.wait(timeout=60) == 0 and lines[-1] == "scheduler down"


def test_nothing_heavy_is_loaded_for_the_help():
    """The budget of `contracts --help` is spent on imports: none of the large libraries may be among them."""
    heavy = ("sqlalchemy", "alembic", "holidays", "lxml")
    script = f"import sys, contracts.app; print([name for name in {heavy} if name in sys.modules])"
    started = time.monotonic()
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]" and time.monotonic() - started < 20


def test_a_start_defines_no_table_nobody_asked_for():
    """Building a table costs milliseconds: an everyday command has those of its own subjects alone."""
    app.init()
    script = (
        "from contracts.app import open_application; open_application(); from sqlmodel import SQLModel; "
        "print(sorted({'meta', 'claim', 'payment'} & set(SQLModel.metadata.tables)))"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['meta']"


def test_the_ladder_is_the_one_of_the_config(tmp_path):
    Path("config.toml").write_text(
        '[dunning.presumed_delivery]\nletter = 6\n[[dunning.levels]]\nafter_days = 5\nchannel = "letter"\n'
        'template = "reminder"\nanswer_days = 14\n',
        encoding="utf-8",
    )
    app.init()
    ladder = _opened().ctx.policy(Ladder)
    assert [(each.no, each.after_days, each.answer_days) for each in ladder.levels] == [(1, 5, 14)]
    assert ladder.presumed_after["letter"] == 6


def test_the_shipped_config_has_the_ladder_that_stands_without_it():
    shipped = load_settings(Path(__file__).parents[1] / "config.toml")
    assert shipped.dunning == load_settings(None).dunning


def test_every_kind_of_deadline_has_its_tiers_in_the_config():
    named = load_settings(Path(__file__).parents[1] / "config.toml").reminders
    assert named == load_settings(None).reminders
    assert dict(named.days_before) == {str(kind): days for kind, days in DEFAULT_TIERS.items()}


def test_the_tiers_of_money_are_those_of_the_config(tmp_path):
    Path("config.toml").write_text("[reminders.days_before]\nlimitation = [30, 365]\n", encoding="utf-8")
    app.init()
    ctx = _opened().ctx
    assert ctx.policy(ReminderPolicy).tiers["limitation"] == (365, 30)
    assert ctx.rules.first_tier["limitation"] == 365


@pytest.mark.parametrize(
    ("level", "said"),
    [
        ('after_days = 1\nchanel = "letter"\ntemplate = "claim"', "did you mean channel?"),
        (
            'after_days = 1\nchannel = "pigeon"\ntemplate = "claim"',
            "[[dunning.levels]] no. 1, channel: Input should be",
        ),
        ('channel = "letter"\ntemplate = "claim"', "[[dunning.levels]] no. 1, after_days is missing"),
        (
            'after_days = 1\nchannel = "letter"\ntemplate = "claim"\napprover = "claim.send"',
            "did you mean claims.send?",
        ),
        (
            'after_days = 1\nchannel = "letter"\ntemplate = "court"\n[[dunning.levels]]\nafter_days = 1\n'
            'channel = "letter"\ntemplate = "claim"',
            "nothing comes after the level with template court",
        ),
    ],
)
def test_a_fault_of_the_ladder_is_named_with_its_level(level, said):
    Path("config.toml").write_text(f"[[dunning.levels]]\n{level}\n", encoding="utf-8")
    with pytest.raises(SettingsFault) as fault:
        load_settings(Path("config.toml"))
    assert said in str(fault.value)
