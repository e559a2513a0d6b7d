"""`derive_contract` against recomputing the phase day by day over the same stretch of days (aim: under 100 µs).

Run as ``python bench/bench_derive.py [CONTRACTS]``. Processor time is measured, so that neighbours do not count.
"""

import statistics
import sys
import time
from datetime import date, timedelta

from contracts.kernel.calendar import Duration
from contracts.kernel.rules import Rules
from contracts.kernel.subject import AmendmentId, ContractId, PersonId
from contracts.law import calendar_of
from contracts.registry.rules.contract import Amendment, Change, Conditions, ContractFacts, Renewal, Status
from contracts.registry.rules.derive import derive_contract
from contracts.registry.rules.lifecycle import phase_on
from contracts.reminders.rules.tiers import DEFAULT_TIERS

ROUNDS = 5
AS_OF = date(2026, 11, 23)
#: The baseline looks this many days ahead of each contract, as a yearly calendar would.
DAYS_AHEAD = 365
DELIVERY = {"letter": 5, "courier": 2, "hand": 0, "edoc": 0, "email": 0}
RULES = Rules(
    1, {"UA": calendar_of("UA")}, DELIVERY, first_tier={kind: max(days) for kind, days in DEFAULT_TIERS.items()}
)
_KINDS = (Renewal.AUTOMATIC, Renewal.AUTOMATIC, Renewal.NONE, Renewal.BY_CONSENT, Renewal.TACIT, Renewal.EVERGREEN)


def made(no: int) -> ContractFacts:
    """A contract of the usual mix: most renew for a year, every fifth has an amendment."""
    first_day = date(2022, 1, 1) + timedelta(days=no * 37 % 1500)
    base = Conditions(
        first_day=first_day,
        length=Duration(12, "month"),
        renewal=_KINDS[no % len(_KINDS)],
        renewal_length=Duration(12, "month"),
        notice=Duration(30 + no % 3 * 15, "day"),
    )
    change = Change("notice", Duration(2, "month"))
    amended = Amendment(AmendmentId(1), 1, "1", first_day, first_day + timedelta(days=200), (change,))
    return ContractFacts(
        ContractId(no),
        1,
        base,
        ((date(2021, 12, 1), Status.SIGNED),),
        owner_id=PersonId(no % 40),
        amendments=(amended,) if no % 5 == 0 else (),
    )


def by_day(facts: ContractFacts) -> list[str]:
    """What a program without spans does: the phase of every day ahead."""
    return [phase_on(facts, AS_OF + timedelta(days=n), RULES).value for n in range(DAYS_AHEAD)]


def main(count: int = 2000) -> None:
    """Medians of interleaved rounds; the spans are checked against the days."""
    contracts = [made(no) for no in range(count)]
    sample = contracts[: max(count // 40, 10)]
    for facts in sample:
        derived, days = derive_contract(facts, RULES, AS_OF), by_day(facts)
        for n, phase in enumerate(days):
            day = AS_OF + timedelta(days=n)
            spans = [each.phase.value for each in derived.spans if each.from_on <= day < each.until_on]
            assert not spans or spans == [phase], "the spans differ from the days"
    ours, theirs = [], []
    for _ in range(ROUNDS):
        start = time.process_time()
        for facts in contracts:
            derive_contract(facts, RULES, AS_OF)
        ours.append((time.process_time() - start) / len(contracts))
        start = time.process_time()
        for facts in sample:
            by_day(facts)
        theirs.append((time.process_time() - start) / len(sample))
    own, other = statistics.median(ours), statistics.median(theirs)
    print(f"derived rows of a contract, median of {ROUNDS} rounds over {count:,} contracts (aim: under 100 µs)")
    print(f"  phase day by day, {DAYS_AHEAD} days ({len(sample)} contracts)  {other * 1e6:9.0f} µs")
    print(f"  derive_contract: term, phases, deadlines  {own * 1e6:9.0f} µs   {other / own:7.1f} x faster")


if __name__ == "__main__":
    main(*(int(text) for text in sys.argv[1:]))
