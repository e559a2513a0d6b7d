"""Rules that changed since the last start are adopted under a new number: what was derived under a lower is late."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Engine

from contracts.kernel import audit
from contracts.kernel.calendar import WorkCalendar
from contracts.kernel.database.engine import reading, writing
from contracts.kernel.rules import VERSION, Rules
from contracts.kernel.subject import Subject, SubjectKind
from contracts.operations.queries import rulesets


def adopt(engine: Engine, rules: Rules, at: datetime) -> Rules:
    """The rules under their number in this register; new ones are written with an audit event."""
    told = parts(rules)
    print_of = fingerprint(told)
    with reading(engine) as conn:
        no = rulesets.number_of(conn, print_of)
    if no is None:
        with writing(engine) as conn:
            rulesets.lock(conn)
            no = rulesets.number_of(conn, print_of)
            if no is None:
                no = rulesets.adopt(conn, print_of, told, at)
                event = audit.Event("adopt_rules", Subject(SubjectKind.RULESET, no), {"after": told})
                audit.append(conn, audit.Author(at, None, "program", "app", f"rules:{print_of[:16]}"), [event])
                conn.commit()
    return replace(rules, no=no)


def fingerprint(told: Mapping[str, Any]) -> str:
    """The hash of everything that decides a derivation."""
    return hashlib.sha256(json.dumps(told, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def parts(rules: Rules) -> dict[str, Any]:
    """What decides a derivation, as JSON: it says later why a date moved without a hand."""
    return {
        "version": VERSION,
        "usual_method": rules.usual_method,
        "delivery": dict(rules.delivery),
        "notice_window": str(rules.notice_window),
        "expiring_window": str(rules.expiring_window),
        "decision_lead": str(rules.decision_lead),
        "signature_within": str(rules.signature_within),
        "first_tier": {str(kind): days for kind, days in (rules.first_tier or {}).items()},
        "calendars": {country: _calendar(each) for country, each in rules.calendars.items()},
    }


def _calendar(calendar: WorkCalendar) -> dict[str, str]:
    days = sorted(calendar.holidays) + sorted(calendar.working_weekends)
    hashed = hashlib.sha256(",".join(day.isoformat() for day in days).encode()).hexdigest()
    return {"days": hashed[:16], "sure_to": calendar.sure_to.isoformat()}
