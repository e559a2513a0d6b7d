"""A register whose deadlines fall around a day: every renewal kind, owners present, absent and missing."""

from datetime import date, timedelta

from contracts.kernel.context import Call, Context
from tests.cast import add_contract, settle

_KINDS = (
    {"renewal": "automatic", "renewal_length": "12m", "notice": "30d"},
    {"renewal": "automatic", "renewal_length": "6m", "notice": "2m", "notice_counts": "sent"},
    {"renewal": "none", "renewal_length": None, "notice": None},
    {"renewal": "by_consent", "renewal_length": "1y", "notice": None},
    {"renewal": "tacit", "renewal_length": None, "notice": None},
    {"renewal": "evergreen", "length": None, "renewal_length": None, "notice": "1m", "last_day": None},
)


def populate(ctx: Context, day: date, count: int) -> None:
    """So many contracts whose notice deadlines and ends lie from a month before the day to four months after it."""
    at = ctx.now()
    call = Call(None, "tests", "cli", day, at, "populate")
    cast = settle(ctx, call)
    for no in range(count):
        last_day = day + timedelta(days=4 * no - 30)
        facts = {
            "first_day": last_day - timedelta(days=200 + 17 * no),
            "length": None,
            "last_day": last_day,
            "owner_id": (cast.marchenko, cast.tkachuk, cast.marchenko, None)[no % 4],
            **_KINDS[no % len(_KINDS)],
        }
        if facts["renewal"] == "evergreen":
            facts["asked_end"] = last_day + timedelta(days=40)
        add_contract(ctx, call, cast, signed_on=facts["first_day"], **facts)
