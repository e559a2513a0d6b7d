"""Documents that were made: made again and compared, listed, shown, with a scan of the signed copy, as PDF."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from contracts.cli.shared.kept_files import KeptFile, Title, show_kept
from contracts.cli.shared.options import Company, Counterparty, Number, NumberOrNone, Output, day_option, which_contract
from contracts.cli.shared.session import Session
from contracts.cli.shared.tables import table
from contracts.cli.shared.translation import _
from contracts.kernel.wire import wire


def verify(
    session: Session,
    ids: Annotated[list[int] | None, typer.Argument(metavar="ID", help=_("Documents by key; all by default."))] = None,
) -> None:
    from contracts.documents.archive import verify_documents

    with session.progress(session.say("Papers")) as progress:
        verdicts = verify_documents(session.ctx, session.call, ids or None, progress=progress)
    faults = [
        {"id": each.id, "kind": each.kind, "number": each.number, "reason": session.words.refusal(each.reason)}
        for each in verdicts
        if each.reason is not None
    ]
    good = session.words.count("{n} document is the same again.", "{n} documents are the same again.", len(verdicts))
    lines = [f"{each['id']} {each['kind']} {each['number']}: {each['reason']}" for each in faults]
    session.show({"ok": not faults, "checked": len(verdicts), "faults": faults}, "\n".join(lines) or good)
    if faults:
        raise typer.Exit(1)


def show_documents(
    session: Session,
    number: NumberOrNone = None,
    kind: Annotated[str, typer.Option("--kind", metavar="K", help=_("Only this kind."))] = "",
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.documents.archive import list_documents

    which = which_contract(number, counterparty, company) if number else None
    documents = list_documents(session.ctx, session.call, which, kind=kind)
    shown = table(_("Key"), _("Kind"), _("Number"), _("Contract"), _("Day"), _("Made by"))
    for each in documents:
        day = session.words.date(each.as_of)
        shown.add_row(str(each.id), each.kind, each.number, each.contract or "", day, each.made_by)
    nothing = session.say("There are no documents yet: «contracts document make» makes one.")
    session.show(wire(documents), shown if documents else nothing)


def show_letters(
    session: Session, from_: Annotated[date | None, day_option("--from", _("From this day."))] = None
) -> None:
    from contracts.documents.outgoing import list_letters

    letters = list_letters(session.ctx, session.call, from_on=from_)
    shown = table(_("Number"), _("Day"), _("Addressee"), _("Kind"), _("Key"))
    for each in letters:
        day = session.words.date(each.dated_on)
        shown.add_row(each.number, day, each.addressee, each.kind, str(each.document))
    nothing = session.say("No letters went out yet: «contracts document make» makes one.")
    session.show(wire(letters), shown if letters else nothing)


def show_document(
    session: Session,
    id: Annotated[int, typer.Argument(metavar="ID", help=_("The document by its key."))],
    output: Output = None,
) -> None:
    from contracts.documents.archive import show_document

    card = show_document(session.ctx, session.call, id, output)
    lines = [f"{card.id}  {card.kind}  {card.number}  {card.file_name}"]
    lines.append(session.say("Made on {day} by {author}.", day=card.made_at.date(), author=card.made_by))
    lines += [session.say("Written: {file}", file=str(output))] if output else []
    session.show(wire(card), "\n".join(lines))


def attach_scan(
    session: Session,
    file: KeptFile,
    number: Number,
    title: Title = "",
    counterparty: Counterparty = None,
    company: Company = None,
) -> None:
    from contracts.documents.attaching import attach

    which = which_contract(number, counterparty, company)
    show_kept(session, attach(session.ctx, session.call, which, file, number=title), file)


def make_pdf(
    session: Session,
    files: Annotated[list[Path], typer.Argument(metavar="FILE", help=_("Word files."))],
    folder: Annotated[Path, typer.Option("--folder", metavar="DIR", help=_("Where to write."))] = Path(),
    pack: Annotated[
        Path | None, typer.Option("--pack", metavar="FILE", help=_("One PDF of all, in this order."))
    ] = None,
) -> None:
    from contracts.docx.pdf import one_pack, to_pdf

    written = [one_pack(files, pack)] if pack else to_pdf(files, folder)
    text = "\n".join(session.say("Written: {file}", file=str(each)) for each in written)
    session.show({"files": wire(written)}, text)
