"""A digest of one Monday that holds something of every group."""

from datetime import date

from contracts.kernel.calendar import Duration
from contracts.kernel.derivation import CodeFact, Step
from contracts.registry.rules import steps
from contracts.reminders.digest.content import Coverage, DigestContent, DigestItem, Sums

MONDAY = date(2026, 11, 23)
LAST_DAY = date(2026, 12, 31)

DAYS_30 = Duration(30, "day")
NOTICE = (
    Step(steps.END_STATED, LAST_DAY, (("clause_no", "7.1"),)),
    Step(
        steps.NOTICE_SUBTRACTED,
        date(2026, 12, 1),
        (("last_day", LAST_DAY), ("notice", DAYS_30), ("clause_no", "7.3")),
    ),
    Step(steps.DELIVERY_SUBTRACTED, MONDAY, (("method", CodeFact("method", "letter")), ("days", Duration(8, "day")))),
)
CONSENT = (
    Step(steps.END_STATED, date(2027, 1, 31)),
    Step(steps.ENDS_WITHOUT_CONSENT, date(2027, 1, 31)),
    Step(steps.LEAD_SUBTRACTED, date(2026, 12, 17), (("lead", Duration(45, "day")),)),
)
SIGNING = (Step(steps.SIGNATURE_EXPECTED, date(2026, 11, 19), (("within", Duration(10, "working_day")),)),)


def item(kind: str, no: int, act_by: date, due_on: date | None = None, **more: object) -> DigestItem:
    """One item; what is not said is of a plain cleaning contract."""
    plain: dict[str, object] = {
        "kind": kind,
        "contract_id": no,
        "number": f"{no}-П/24",
        "title": "прибирання складів",
        "counterparty": "ТОВ «Чистий Двір»",
        "due_on": due_on or act_by,
        "act_by": act_by,
        "tier": "0",
        "tier_on": act_by,
        "why": NOTICE,
    }
    return DigestItem(**{**plain, **more})  # type: ignore[arg-type]


def digest(**more: object) -> DigestContent:
    """One digest with a line of every group."""
    items = (
        item(
            "post_notice",
            118,
            MONDAY,
            date(2026, 12, 1),
            amount="1248000.00",
            currency="UAH",
            if_silent_until=date(2027, 12, 31),
        ),
        item(
            "signature",
            87,
            date(2026, 11, 19),
            why=SIGNING,
            counterparty="ТОВ «Карпати & Сервіс <Плюс>»",
            title="перевезення",
            role="escalated",
        ),
        item(
            "renewal_decision",
            61,
            date(2026, 11, 26),
            date(2027, 1, 31),
            why=CONSENT,
            counterparty="ПП «Бузьке Каменярство»",
            title="оренда складу",
            role="deputy",
            in_place_of="Ткачук В. Ю.",
        ),
        item(
            "renewal_decision",
            19,
            date(2026, 12, 17),
            date(2027, 1, 31),
            why=CONSENT,
            amount="18240.00",
            currency="EUR",
        ),
        item("expiry", 5, date(2021, 12, 31), group="long_past", why=()),
        item("confirm_alive", 6, date(2026, 11, 20), group="confirm_alive", why=()),
    )
    plain: dict[str, object] = {
        "business_on": MONDAY,
        "recipient": "Марченко Олена Іванівна",
        "company": "ТОВ «Ясенсвіт»",
        "base_url": "",
        "items": items,
        "coverage": Coverage(1204, "08:00", 9, len(items), 3, 2),
        "sums": Sums((("1086412.70", "UAH"), ("18240.00", "EUR")), (), (("214600.00", "UAH"),), 14),
    }
    return DigestContent(**{**plain, **more})  # type: ignore[arg-type]
