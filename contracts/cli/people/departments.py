"""Departments: made, led by whom, listed."""

from typing import Annotated

import typer

from contracts.cli.shared.options import text_option
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _


def keep_department(
    session: Session,
    name: Annotated[str, typer.Argument(metavar="DEPARTMENT", help=_("Its name."))],
    manager: Annotated[str | None, typer.Option(metavar="U", help=_("Who leads it; empty for nobody."))] = None,
    parent: Annotated[str | None, text_option("--parent", _("The department above; empty for none."))] = None,
) -> None:
    from contracts.people.people import set_department

    set_department(session.ctx, session.call, name, manager=manager, parent=parent)
    session.show({"department": name, "manager": manager, "parent": parent}, session.say("Saved."))


def show_departments(session: Session) -> None:
    from contracts.kernel.wire import wire
    from contracts.people.people import list_departments

    rows = list_departments(session.ctx, session.call)
    made = table(session.say("Department"), session.say("Led by"))
    for row in rows:
        made.add_row(row.department, row.manager or "—")
    session.show(wire(rows), made if rows else session.say("No department is entered yet: contracts department set."))
