"""Keeping the house: init, demo, doctor, audit verify, backup, restore, serve."""

from pathlib import Path
from typing import Annotated, Any

import typer

from contracts.cli.kit import Session, _, command, group


def add_to(app: typer.Typer) -> None:
    """Register these commands."""
    command(app, "init", _("Make the database and the data folder; running it again changes nothing."))(_init)
    command(app, "demo", _("Show the main job on a fictional company: import, agenda, digests, a claim letter."))(_demo)
    command(app, "doctor", _("Derive everything anew, compare, and say what is wrong."))(_doctor)
    command(app, "backup", _("Write the whole register with its files into one file, while others use it."))(_backup)
    command(app, "restore", _("Put a backup in place; proves it first. Stop «contracts serve» before."))(_restore)
    command(app, "serve", _("Run the scheduler: the daily job and the outbox."))(_serve)
    audit = group(_("The audit trail."))
    command(audit, "verify", _("Check the chain of audit events; names the first break."))(_verify)
    app.add_typer(audit, name="audit")


def _init(session: Session) -> None:
    from contracts.app import init

    database, found = init(session.config, session.data, is_remembered=True)
    data: dict[str, Any] = {"database": database, "created": found.was_made}
    if found.was_made:
        text = session.say("The register is ready: {database}", database=database)
    elif found.revision:
        text = session.say("The register of an earlier release is brought up to date: {database}", database=database)
    else:
        text = session.say("The register was there already: {database}", database=database)
    if found.copy is not None:
        data["copy"] = str(found.copy)
        text += "\n" + session.say("As it was before: {copy}", copy=str(found.copy))
    session.show(data, text)


def _doctor(
    session: Session,
    repair: Annotated[bool, typer.Option("--repair", help=_("Derive all derived rows anew."))] = False,
) -> None:
    from contracts.operations.doctor import examine, repair_derived

    mended = repair_derived(session.ctx, session.call) if repair else 0
    findings = examine(session.ctx, session.call.as_of)
    data = {
        "ok": not findings,
        "mended": mended,
        "findings": [{"code": each.code, "sentence": session.words.finding(each)} for each in findings],
    }
    lines = [session.words.finding(each) for each in findings]
    session.show(data, "\n".join(lines) or session.say("All derived rows follow from the facts; nothing is wrong."))
    if findings:
        raise typer.Exit(1)


def _verify(session: Session) -> None:
    from contracts.operations.audit import verify_audit

    verdict = verify_audit(session.ctx)
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


def _backup(
    session: Session, file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The file to write."))]
) -> None:
    from contracts.operations.backup import backup

    with session.progress(session.say("Files")) as progress:
        made = backup(session.ctx, file, progress)
    session.show(
        {"ok": True, "file": str(made.file), "files": made.files_count, "size": made.size, "revision": made.revision},
        session.words.count(
            "The register and {n} file are in {file}.",
            "The register and {n} files are in {file}.",
            made.files_count,
            file=str(made.file),
        ),
    )


def _restore(
    session: Session,
    file: Annotated[Path, typer.Argument(metavar="FILE", help=_("The backup to put in place."))],
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Replace the register that is there; a copy of it is kept."))
    ] = False,
) -> None:
    from contracts.app import restore

    database, found = restore(session.config, session.data, file, is_replacing=replace)
    lines = [session.say("The register of {at} is restored: {database}", at=found.made_at, database=database)]
    if found.kept:
        lines.append(session.say("What was there before is kept in {file}.", file=str(found.kept)))
    data = {
        "ok": True,
        "database": database,
        "files": found.files_count,
        "made_at": found.made_at.isoformat(),
        "kept": str(found.kept) if found.kept else None,
    }
    session.show(data, "\n".join(lines))


def _serve(
    session: Session,
    host: Annotated[str, typer.Option("--host", help=_("Address of the web pages."))] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", help=_("Port of the web pages."))] = 8080,
    no_scheduler: Annotated[bool, typer.Option("--no-scheduler", help=_("Leave the scheduler off."))] = False,
) -> None:
    from contracts.kernel.refusal import Refusal
    from scheduler.run import serve

    if no_scheduler:
        raise Refusal(
            "Without the scheduler there is nothing to serve: this release has no web pages.", code="nothing_to_serve"
        )
    serve(session.house)


def _demo(
    session: Session,
) -> None:
    from contracts.cli.demo import run_demo

    run_demo(session, session.data or Path("demo"))
