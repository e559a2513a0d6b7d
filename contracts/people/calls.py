"""Who calls: the person whose login it is, with the rights of their roles; or the program itself (domain §11)."""

from dataclasses import replace
from datetime import date

from contracts.kernel.context import Call, Context
from contracts.kernel.database.engine import reading
from contracts.kernel.refusal import Refusal
from contracts.kernel.rights import rights_of
from contracts.people.queries import people

_MANAGES = "people.manage"


def own_call(ctx: Context, login: str, face: str, day: date | None, worker: str) -> Call:
    """A call of the program itself, which needs no person: the daily job, backup, the doctor."""
    at = ctx.now()
    return Call(None, login, face, day or at.astimezone(ctx.zone).date(), at, f"{worker}:{at.isoformat()}")


def call_of(
    ctx: Context, login: str, face: str, day: date | None, worker: str, *, acting_as: str | None = None
) -> Call:
    """A call of the person with this login; one nobody entered holds no right.

    While nobody manages people, whoever calls is the administrator. ``acting_as`` is another person's login: only an
    administrator may act so. Raises a refusal naming who may, or a login nobody has.
    """
    call = own_call(ctx, login, face, day, worker)
    with reading(ctx.engine) as conn:
        callers = people.callers(conn)
    managers = [each.name for each in callers.values() if _MANAGES in rights_of(each.roles)]
    own = callers.get(login)
    if not managers:
        call = replace(call, person_id=own.id if own else None, is_founder=True)
    elif own is None:
        call = replace(call, rights=frozenset(), administrators=tuple(managers))
    else:
        call = replace(call, person_id=own.id, rights=rights_of(own.roles))
    if acting_as is None or acting_as == login:
        return call
    if not call.is_founder and (own is None or "administrator" not in own.roles):
        raise Refusal(
            "Only an administrator may act as somebody else: {names}.", code="no_right", names=", ".join(managers)
        )
    other = callers.get(acting_as)
    if other is None:
        raise Refusal("There is no person with the login {login}.", code="no_such_person", login=acting_as)
    return replace(call, person_id=other.id, login=acting_as, rights=rights_of(other.roles), is_founder=False)
