"""Keys are found whether they follow one another or not, each once, and nothing between them."""

import pytest
from sqlalchemy import select

from contracts.kernel.database.engine import reading, writing
from contracts.kernel.database.intake import insert_rows
from contracts.kernel.database.rows import among
from contracts.kernel.database.tables import table_of
from contracts.people.tables import PersonRow
from tests.cast import settle

_P = table_of(PersonRow)


@pytest.mark.parametrize("keys", [[], [901], [901, 903], [902, 901, 903], [903, 901, 902, 902], [901, 902, 904]])
def test_the_rows_of_these_keys_and_no_others_are_found(ctx, call, keys):
    settle(ctx, call())
    with reading(ctx.engine) as conn:
        like = dict(conn.execute(select(_P).limit(1)).one()._mapping)
    rows = [{**like, "id": id, "login": f"p{id}", "email": f"p{id}@yasensvit.example"} for id in range(900, 906)]
    with writing(ctx.engine) as conn:
        insert_rows(conn, PersonRow, rows, tuple(rows[0]))
        found = conn.execute(select(_P.c.id).where(among(_P.c.id, keys)).order_by(_P.c.id)).scalars()
        assert list(found) == sorted(set(keys))
