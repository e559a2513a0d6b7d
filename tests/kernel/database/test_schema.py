"""One history for both engines: it gives the tables of the program, keeps every row, and refuses other revisions."""

import ast
import importlib.util
import shutil
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.operations import Operations
from sqlalchemy import func, insert, inspect, select, text
from sqlalchemy.exc import IntegrityError

from contracts.kernel.database import schema
from contracts.kernel.database.engine import open_engine, reading, writing
from contracts.kernel.database.naming import metadata
from contracts.kernel.database.tables import table_of
from contracts.kernel.database.types import Code, Key, Moment
from contracts.kernel.derivation import steps_json, steps_of
from contracts.registry.tables.derived import DeadlineRow
from tests.cast import add_contract, settle

#: Keys that count something else than rows, or are given.
_GIVEN = {"audit_event.seq", "audit_head.id"}


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request, tmp_path):
    """A database of its own for each test, as these change the schema."""
    if request.param == "sqlite":
        yield request.getfixturevalue("sqlite_template").fresh(tmp_path)
        return
    template = request.getfixturevalue("postgres_template")
    url = template.fresh()
    yield url
    template.drop(url)


def test_the_history_gives_the_tables_of_the_program(engine):
    with reading(engine) as conn:
        assert _differences(conn) == []


def _differences(conn):
    """Empty is right; the search index, with the tables FTS5 keeps for it, stands in no model."""
    opts = {"compare_type": True, "include_object": lambda _, name, *__: not (name or "").startswith("search")}
    return compare_metadata(MigrationContext.configure(conn, opts=opts), metadata)


def test_the_history_gives_every_check_of_the_program(engine):
    if engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL words a check its own way")
    with reading(engine) as conn:
        looked = inspect(conn)
        for table in metadata.sorted_tables:
            stored = {each["name"]: each["sqltext"] for each in looked.get_check_constraints(table.name)}
            wanted = {str(c.name): str(c.sqltext) for c in table.constraints if isinstance(c, sa.CheckConstraint)}
            assert stored == wanted, table.name


def test_the_history_gives_every_name_of_the_program(engine):
    with reading(engine) as conn:
        looked = inspect(conn)
        for table in metadata.sorted_tables:
            name = table.name
            assert {each["name"] for each in looked.get_check_constraints(name)} == _names(table, sa.CheckConstraint)
            assert looked.get_pk_constraint(name)["name"] == table.primary_key.name
            keys = {each["name"]: each["constrained_columns"] for each in looked.get_foreign_keys(name)}
            assert keys == {str(each.name): each.column_keys for each in table.foreign_key_constraints}
            unique = {each["name"] for each in looked.get_unique_constraints(name)}
            assert unique == _names(table, sa.UniqueConstraint)
            indexes = {each["name"]: _index(each) for each in looked.get_indexes(name)}
            wanted = {str(each.name): ([c.name for c in each.columns], each.unique) for each in table.indexes}
            assert {key: value for key, value in indexes.items() if key not in unique} == wanted


def _names(table, kind):
    return {str(each.name) for each in table.constraints if isinstance(each, kind)}


def _index(each):
    return each["column_names"], bool(each["unique"])


def test_revisions_are_numbered_without_gaps_from_the_first_one():
    """The first goes on from the trial history, whose last revision was 0017 and had the same schema."""
    assert schema.known_revisions() == [f"{no:04}" for no in range(17, 17 + len(schema.known_revisions()))]
    for file in sorted((schema.MIGRATIONS / "versions").glob("[0-9]*.py")):
        names = {
            node.targets[0].id: ast.literal_eval(node.value)
            for node in ast.parse(file.read_text(encoding="utf-8")).body
            if isinstance(node, ast.Assign) and node.targets[0].id in ("revision", "down_revision")
        }
        before = f"{int(file.name[:4]) - 1:04}"
        assert names == {"revision": file.name[:4], "down_revision": None if before == "0016" else before}


def test_making_it_again_changes_nothing(engine):
    assert schema.create(engine) == schema.SchemaState()


def _rows(engine):
    with reading(engine) as conn:
        tables = inspect(conn).get_table_names()
        return {name: conn.execute(select(func.count()).select_from(sa.table(name))).scalar_one() for name in tables}


def test_a_batch_change_keeps_the_rows_of_every_table(ctx, call, tmp_path):
    """What a revision with a batch change does on SQLite: the table is made anew, children stay (schema)."""
    cast = settle(ctx, call())
    for _ in range(3):
        add_contract(ctx, call(), cast)
    before = _rows(ctx.engine)
    with schema._migrating(ctx.engine) as conn:
        _add_column_in_batch(conn, "contract")
        schema._check_foreign_keys(conn)
        conn.commit()
    assert _rows(ctx.engine) == before
    with reading(ctx.engine) as conn:
        assert [each for each in _differences(conn) if "remove_column" not in str(each)] == []


def _add_column_in_batch(conn, table):
    operations = Operations(MigrationContext.configure(conn))
    with operations.batch_alter_table(table, recreate="always" if conn.dialect.name == "sqlite" else "never") as batch:
        batch.add_column(sa.Column("tried", sa.Integer(), nullable=True))


_NEXT = """
from alembic import op
from contracts.kernel.database.migrations.frozen import column, tables, widen

revision, down_revision = "{next}", "{last}"


def upgrade():
    tables("trial\\n    id key, party_id ref party, note text 9 null\\n    unique uq_trial: party_id where note = ''")
    op.add_column("party", column("motto text 20 null"))
    widen("contract_party", "role", "guarantor|payer|consignee|agent|other", "guarantor|payer|bank")
"""


@pytest.fixture
def next_release(monkeypatch, tmp_path):
    """The program with one revision more: a table, a column, other codes of a column."""
    last = schema.expected_revision()
    following = f"{int(last) + 1:04}"
    shutil.copytree(schema.MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    file = tmp_path / "migrations" / "versions" / f"{following}_next.py"
    file.write_text(_NEXT.format(next=following, last=last), encoding="utf-8")
    monkeypatch.setattr(schema, "MIGRATIONS", tmp_path / "migrations")
    return last, following


def test_a_register_of_an_earlier_release_is_refused_and_brought_up_to_date_with_a_copy(ctx, call, next_release):
    last, following = next_release
    cast = settle(ctx, call())
    contract = add_contract(ctx, call(), cast)
    before = _rows(ctx.engine)
    with pytest.raises(schema.NoRegister, match="earlier release"):
        schema.check_revision(ctx.engine)
    found = schema.create(ctx.engine)
    assert (found.was_made, found.revision) == (False, last)
    schema.check_revision(ctx.engine)
    assert _rows(ctx.engine) == before | {"trial": 0}
    with writing(ctx.engine) as conn:
        assert schema.current_revision(conn) == following
        parts = {"contract_id": contract, "party_id": cast.supplier}
        conn.execute(insert(metadata.tables["contract_party"]).values(role="bank", **parts))
        with pytest.raises(IntegrityError):
            conn.execute(insert(metadata.tables["contract_party"]).values(role="agent", **parts))
        conn.rollback()
    if ctx.engine.dialect.name == "sqlite":
        assert found.copy.name.endswith(f".before-{last}")
        copy = open_engine(f"sqlite:///{found.copy}")
        assert _rows(copy) == before
        copy.dispose()


def test_a_register_older_than_the_history_is_left_as_it_is(database_url):
    engine = open_engine(database_url)
    _mark(engine, "0016")
    for refused in (schema.check_revision, schema.create):
        with pytest.raises(schema.NoRegister, match="before the first release"):
            refused(engine)
    with reading(engine) as conn:
        assert schema.current_revision(conn) == "0016"
    if engine.dialect.name == "sqlite":
        assert list(Path(engine.url.database).parent.glob("*.before-*")) == []
    engine.dispose()


def _mark(engine, revision):
    with writing(engine) as conn:
        conn.execute(text("UPDATE alembic_version SET version_num = :revision"), {"revision": revision})
        conn.commit()


def test_a_database_of_a_later_release_is_refused(engine):
    _mark(engine, "9999")
    for refused in (schema.check_revision, schema.create):
        with pytest.raises(schema.NoRegister, match="later release"):
            refused(engine)


def test_a_missing_database_says_what_to_do(tmp_path):
    with pytest.raises(schema.NoRegister, match="contracts init"):
        schema.check_revision(open_engine(f"sqlite:///{tmp_path / 'none.sqlite'}"))


def test_no_foreign_key_cascades_and_each_one_restricts():
    for table in metadata.sorted_tables:
        for each in table.foreign_key_constraints:
            assert each.ondelete == "RESTRICT" and each.onupdate is None, each.name


def test_no_column_has_a_server_default_and_no_table_a_trigger(engine):
    assert [c for table in metadata.sorted_tables for c in table.columns if c.server_default is not None] == []
    with reading(engine) as conn:
        if engine.dialect.name == "sqlite":
            query = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger'"
        else:
            query = "SELECT count(*) FROM pg_trigger WHERE NOT tgisinternal"
        assert conn.execute(text(query)).scalar_one() == 0


def test_every_key_that_counts_up_does_so_on_sqlite_too():
    for table in metadata.sorted_tables:
        key = list(table.primary_key.columns)
        if len(key) == 1 and isinstance(key[0].type, sa.BigInteger) and str(key[0]) not in _GIVEN:
            assert key[0].type._variant_mapping.get("sqlite") is not None, key[0]
            assert key[0].type is Key


def test_days_end_in_on_moments_in_at_and_every_column_is_named_by_its_kind():
    exempt = {"on", "first_day", "last_day", "due_on", "as_of", "asked_end", "business_date", "covered_by"}
    exempt |= {"notice_deadline", "act_by", "post_by", "phase_from", "phase_until", "derived_until", "answer_by"}
    for table in metadata.sorted_tables:
        for column in table.columns:
            name = column.name
            if isinstance(column.type, Moment):
                assert name == "at" or name.endswith(("_at", "leased_until")), f"{table.name}.{name}"
            elif isinstance(column.type, sa.Date) and name not in exempt:
                assert name.endswith(("_on", "_before", "_day", "month")), f"{table.name}.{name}"
            assert name not in {"items", "keys", "values", "index", "user", "order"}


def test_codes_are_checked_by_a_named_constraint():
    for table in metadata.sorted_tables:
        names = {str(each.name) for each in table.constraints}
        for column in table.columns:
            if isinstance(column.type, Code):
                assert f"ck_{table.name}_{column.name}_code" in names


def test_dates_are_kept_to_the_day(ctx, call):
    cast = settle(ctx, call())
    add_contract(ctx, call(), cast, first_day=date(2024, 2, 29))
    with reading(ctx.engine) as conn:
        assert conn.execute(select(metadata.tables["contract"].c.first_day)).scalar_one() == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            ["notice_subtracted", "2026-12-01", [["last_day", "2026-12-31"], ["notice", "30d"], ["clause", "7.3"]]],
            [
                "notice_subtracted",
                "2026-12-01",
                [["last_day", "day", "2026-12-31"], ["notice", "length", "30d"], ["clause_no", "7.3"]],
            ],
        ),
        (
            ["delivery_subtracted", "2026-11-23", [["method", "hand"], ["days", "0"]]],
            ["delivered_at_once", "2026-11-23", [["method", "method", "hand"]]],
        ),
        (
            ["end_counted", "2026-12-31", [["first_day", "2026-01-01"], ["length", "1y"], ["end_rule", "anniversary"]]],
            ["end_anniversary", "2026-12-31", [["first_day", "day", "2026-01-01"], ["length", "length", "1y"]]],
        ),
        (
            ["notice_late", "2026-12-02", [["by", "theirs"], ["kind", "non_renewal"]]],
            ["notice_late", "2026-12-02", [["notice", "notice", "theirs_non_renewal"]]],
        ),
        (
            ["open_sum", "2026-12-02", [["number", "2026-01-05"], ["open", "5.00"], ["currency", "UAH"]]],
            ["open_sum", "2026-12-02", [["number", "2026-01-05"], ["open", "money", "5.00 UAH"]]],
        ),
        (
            ["moved_back", "2026-11-27", [["day", "2026-11-28"]]],
            ["moved_back", "2026-11-27", [["before", "day", "2026-11-28"]]],
        ),
        (["term_set", "2026-12-31", [["no", "2"]]], ["term_set", "2026-12-31", [["no", 2]]]),
    ],
    ids=lambda each: each[0],
)
def test_stored_steps_are_brought_to_typed_facts(before, after):
    revision = _revision("0020_typed_steps")
    assert revision._steps([before]) == [after]
    assert steps_json(steps_of([after])) == [after]
    assert revision._digest({"items": [{"no": 1, "why": [before]}]}) == {"items": [{"no": 1, "why": [after]}]}
    assert revision._digest({"letter": 1}) == {"letter": 1}


def _revision(name):
    spec = importlib.util.spec_from_file_location(name[5:], schema.MIGRATIONS / "versions" / f"{name}.py")
    revision = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(revision)
    return revision


def _run(conn, name):
    """Run one revision alone."""
    with Operations.context(MigrationContext.configure(conn)):
        _revision(name).upgrade()


def _before_the_missed_notice(conn):
    """Take back what revision 0021 made, so that the revisions before it can run again."""
    conn.execute(text("DROP INDEX uq_decision_contract_id_due_on_kind"))
    conn.execute(text("CREATE UNIQUE INDEX uq_decision_contract_id_due_on ON decision (contract_id, due_on)"))
    conn.execute(text("ALTER TABLE contract DROP COLUMN registered_on"))


def test_m1_a_register_of_the_revision_before_takes_missed_notices(database_url):
    engine = open_engine(database_url)
    with writing(engine) as conn:
        _before_the_missed_notice(conn)
        _run(conn, "0021_missed_notice")
        conn.commit()
    row = {"kind": "notice_missed", "subject_kind": "contract", "subject_id": 1, "check_on": date(2026, 1, 1)}
    days = {"due_on": date(2026, 12, 31), "act_by": date(2026, 12, 31)}
    with writing(engine) as conn:
        conn.execute(table_of(DeadlineRow).insert(), [row | days | {"why": []}])
        conn.execute(text("SELECT registered_on FROM contract"))
        conn.commit()


def test_a_register_of_the_revision_before_keeps_why_its_days_are_its_days(database_url):
    engine = open_engine(database_url)
    deadline = sa.table("deadline", *map(sa.column, ("kind", "subject_kind", "subject_id", "due_on", "act_by")))
    why = sa.column("why", sa.JSON)
    with writing(engine) as conn:
        plain = {"kind": "expiry", "subject_kind": "contract", "subject_id": 1, "check_on": date(2026, 1, 1)}
        days = {"due_on": date(2026, 12, 31), "act_by": date(2026, 12, 31)}
        old = [["end_stated", "2026-12-31", [["clause", "7.1"]]]]
        conn.execute(table_of(DeadlineRow).insert(), [plain | days | {"why": old}])
        _run(conn, "0020_typed_steps")
        conn.commit()
    with reading(engine) as conn:
        (stored,) = conn.execute(select(why).select_from(deadline)).scalars()
        assert stored == [["end_stated", "2026-12-31", [["clause_no", "7.1"]]]]
