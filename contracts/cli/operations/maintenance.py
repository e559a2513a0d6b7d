"""Keeping a register: made, examined, backed up, restored, its scheduler run."""

from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from contracts.cli.shared.session import Session
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire


def make_register(session: Session) -> None:
    from contracts.app import init

    database, schema = init(session.config, session.data, is_remembered=True)
    data: dict[str, object] = {"database": database, "created": schema.was_made}
    if schema.was_made:
        text = session.say("The register is ready: {database}", database=database)
    elif schema.revision:
        text = session.say("The register of an earlier release is brought up to date: {database}", database=database)
    else:
        text = session.say("The register was there already: {database}", database=database)
    if schema.copy is not None:
        data["copy"] = str(schema.copy)
        text += "\n" + session.say("As it was before: {copy}", copy=str(schema.copy))
    session.show(data, text)


def run_doctor(
    session: Session,
    repair: Annotated[bool, typer.Option("--repair", help=_("Derive all derived rows anew."))] = False,
    list_assumed: Annotated[
        bool, typer.Option("--assumptions", help=_("List what is assumed in this register, and of how many."))
    ] = False,
) -> None:
    if list_assumed:
        _show_assumptions(session)
        return
    from contracts.cli.money.rates import stale_line
    from contracts.law.own_rates import list_stale
    from contracts.operations.doctor import examine, repair_derived

    mended = repair_derived(session.ctx, session.own_call) if repair else 0
    findings = examine(session.ctx, session.own_call)
    late = list_stale(session.ctx, session.own_call, (session.ctx.country,))
    data = {
        "ok": not findings,
        "mended": mended,
        "findings": [{"code": each.code, "sentence": session.words.finding(each)} for each in findings],
        "stale_rates": wire(late),
    }
    lines = [session.words.finding(each) for each in findings]
    lines = lines or [session.say("All derived rows follow from the facts; nothing is wrong.")]
    session.show(data, "\n".join([*lines, *(stale_line(session, each) for each in late)]))
    if findings:
        raise typer.Exit(1)


def _show_assumptions(session: Session) -> None:
    """One line an assumption: what, of how many, where it is changed."""
    from contracts.operations.assumptions import list_assumptions

    found = list_assumptions(session.ctx, session.own_call)
    spoken = [replace(each, sentence=session.say(each.sentence, **each.facts)) for each in found]
    lines = [f"{each.count:>6}  {each.sentence}\n        {each.change}" for each in spoken]
    lines = lines or [session.say("Nothing in this register rests on an assumption.")]
    session.show({"assumptions": wire(spoken)}, "\n".join(lines))


def verify_chain(
    session: Session,
    mark: Annotated[
        str | None, typer.Option("--mark", metavar="MARK", help=_("Also prove this mark of a digest or a backup."))
    ] = None,
) -> None:
    from contracts.kernel.refusal import Refusal
    from contracts.operations.doctor import verify_audit, verify_mark

    if mark is not None and not verify_mark(session.ctx, session.own_call, mark):
        raise Refusal(
            "The mark {mark} is none of this audit trail: events were written anew after it, or another register's "
            "key made it.",
            code="wrong_mark",
            mark=mark,
        )
    verdict = verify_audit(session.ctx, session.own_call)
    ok = verdict.first_break is None
    session.show(
        {"ok": ok, "events": verdict.events_count, "first_break": verdict.first_break},
        session.words.count(
            "The chain of {n} event is whole.", "The chain of {n} events is whole.", verdict.events_count
        )
        if ok
        else session.say("The chain breaks at event {seq}.", seq=verdict.first_break),
    )
    if not ok:
        raise typer.Exit(1)


def write_backup(
    session: Session, file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The file to write."))]
) -> None:
    from contracts.operations.backup import backup

    with session.progress(session.say("Files")) as progress:
        made = backup(session.ctx, session.own_call, file, progress)
    session.show(
        {"ok": True, "file": str(made.file), "files": made.files_count, "size": made.size, "revision": made.revision},
        session.words.count(
            "The register and {n} file are in {file}.",
            "The register and {n} files are in {file}.",
            made.files_count,
            file=str(made.file),
        ),
    )


def restore_backup(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The backup to put in place."))],
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Replace the register that is there; a copy of it is kept."))
    ] = False,
) -> None:
    from contracts.app import restore

    database, backup = restore(session.config, session.data, file, is_replacing=replace)
    lines = [session.say("The register of {at} is restored: {database}", at=backup.made_at, database=database)]
    if backup.kept:
        lines.append(session.say("What was there before is kept in {file}.", file=str(backup.kept)))
    data = {
        "ok": True,
        "database": database,
        "files": backup.files_count,
        "made_at": backup.made_at.isoformat(),
        "kept": str(backup.kept) if backup.kept else None,
    }
    session.show(data, "\n".join(lines))


def run_scheduler(
    session: Session,
    host: Annotated[str, typer.Option("--host", help=_("Address of the web pages."))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=_("Port of the web pages."))] = 8080,
    no_scheduler: Annotated[bool, typer.Option("--no-scheduler", help=_("Leave the scheduler off."))] = False,
) -> None:
    from contracts.kernel.refusal import Refusal
    from contracts.serve import serve

    if no_scheduler:
        raise Refusal(
            "Without the scheduler there is nothing to serve: this release has no web pages.", code="nothing_to_serve"
        )
    serve(session.application)
