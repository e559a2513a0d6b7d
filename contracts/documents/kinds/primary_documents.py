"""Acts, delivery notes, invoices and specifications, from the ledger and the annexes (domain §3, §5).

An act dated the last day of a month is for that month, as services are accepted month by month; of another day the
period is asked for. Money allocated to it by its day is the advance it credits.
"""

from datetime import date, timedelta

from contracts.documents.contexts.contract_words import subject_of, title_of, words
from contracts.documents.contexts.goods import Bill, contract_words, goods_context, payment_purpose
from contracts.documents.contexts.things import things_record
from contracts.documents.contexts.values import DocumentContext, day, decimal, duration, money
from contracts.documents.kinds.builder_input import BuilderInput, LedgerDocument
from contracts.documents.kinds.document_basis import bears_number
from contracts.documents.kinds.sums import contract_kind, rate_of, sums_of, tax_of, tax_within, vat_ground
from contracts.kernel.calendar import FAR
from contracts.kernel.money import Money
from contracts.kernel.money import money as read_money
from contracts.language import spans
from contracts.money.queries import ledger
from contracts.money.rules.charge_due import agreed_parts
from contracts.money.rules.vat import VatTotals


def act(about: BuilderInput) -> DocumentContext:
    """An acceptance act: what was done, for which period, less the advance received before it."""
    document, sums = about.spec.basis.document, sums_of(about)
    prepaid = _prepaid(about, document) if document is not None else None
    record: DocumentContext = {
        "kind": {"supply": "goods", "framework": "goods", "works": "works"}.get(contract_kind(about), "services"),
        "delivered_late": False,
        "remarks": None,
        "prepaid": money(prepaid),
    }
    if sums is not None:
        whole = sums.gross
        record["to_pay"] = money(whole - prepaid if prepaid is not None else whole)
    period = _month(about, document.issued_on) if document is not None else {}
    return _goods(about, "acceptance_act") | {"act": record, "period": period}


def note(about: BuilderInput) -> DocumentContext:
    """A delivery note: on what ground, how many lines; who takes the goods and where is given by hand."""
    goods = _goods(about, "delivery_note")
    delivery: DocumentContext = {"basis": _contract(about), "carrier": None, "received_by": None}
    if "items" in goods:
        delivery["count"] = len(goods["items"])
    return goods | {"delivery": delivery}


def invoice(about: BuilderInput) -> DocumentContext:
    """A bill: the last day for payment, else its terms, and the words for the payer's bank."""
    document, sums = about.spec.basis.document, sums_of(about)
    record: DocumentContext = {"due_on": None, "due_terms": None}
    dues = [part.due_now for part in document.rows if part.due_now != FAR] if document is not None else []
    if dues:
        record["due_on"] = day(max(dues))
    else:
        record["due_terms"] = _terms_in_words(about)
    goods = _goods(about, "invoice")
    if sums is not None:
        record["purpose"] = payment_purpose(_bill(about, sums, goods["document"].get("date")), about.language)
    return goods | {"invoice": record}


def _bill(about: BuilderInput, sums: VatTotals, dated_on: str | None) -> Bill:
    common = about.common
    subject = subject_of(common.subject, common.title)
    return Bill(
        about.spec.number,
        date.fromisoformat(dated_on) if dated_on else about.call.as_of,
        common.number,
        common.dated_on,
        things_record(common.things, common.kind, subject, about.language)["payment_for"],
        tuple((rate, tax) for rate, _, tax in sums.by_rate if rate is not None),
    )


def _terms_in_words(about: BuilderInput) -> str | None:
    """«протягом 5 банківських днів від дня отримання рахунка»; ``None`` where the terms are not one plain part."""
    terms, known = about.conditions.payment_terms, words("paid_within", about.language)
    parts = agreed_parts(terms) if terms else ()
    if len(parts) != 1 or parts[0].wait is None or parts[0].event not in known:
        return None
    wait = spans.document_duration(parts[0].wait, about.language, is_genitive=True)
    return str(known["within"].format(wait=wait, event=known[parts[0].event]))


def specification(about: BuilderInput) -> DocumentContext:
    """A specification or an order: its number and day, its lines, the days for payment agreed."""
    goods, annex = _goods(about, "specification"), about.spec.basis.annex
    record: DocumentContext = {"is_order": annex is not None and annex.kind == "order", "date": day(about.call.as_of)}
    if annex is not None:
        record |= {"number": annex.number, "date": day(annex.signed_on or about.call.as_of)}
    terms = (annex.payment_terms if annex is not None else "") or about.conditions.payment_terms
    goods["contract"] = goods.get("contract", {}) | _paying(terms) | about.place
    return goods | {"specification": record}


def agreement(about: BuilderInput) -> DocumentContext:
    """The text of a contract: the tax in its price and in its rent."""
    rent, rate = about.spec.overrides.get("lease.rent"), rate_of(about)
    tax = tax_within(read_money(rent["amount"], rent["currency"]), rate) if rent and rate else None
    return {"contract": {**tax_of(about), **about.place}, "lease": {"rent_vat": money(tax)}}


def _goods(about: BuilderInput, kind: str) -> DocumentContext:
    """Lines, tax and totals; a document of the ledger keeps its day where the paper bears its number."""
    sums = sums_of(about)
    goods = goods_context(sums) if sums is not None else {"contract": tax_of(about)}
    if not goods["contract"].get("vat", True):
        goods["contract"]["vat_ground"] = vat_ground(about)
    document = about.spec.basis.document
    record = dict[str, object](about.place)
    if document is not None and bears_number(kind, document):
        record["date"] = day(document.issued_on)
    return goods | {"document": record}


def _contract(about: BuilderInput) -> str:
    contract = about.contract
    title = title_of(contract_kind(about), contract.title, about.language)
    number, dated_on = contract.number or contract.register_no, contract.dated_on or contract.concluded_on
    return contract_words(title, number, dated_on, about.language)


def _prepaid(about: BuilderInput, document: LedgerDocument) -> Money | None:
    """What had been paid for it by its day; never more than its sum."""
    rows = ledger.allocations(about.conn, charge_ids=[row.id for row in document.rows])
    minor = sum(each.covered.minor for each in rows if each.effective_on <= document.issued_on)
    return Money(min(minor, document.amount.minor), document.currency) if minor > 0 else None


def _month(about: BuilderInput, issued_on: date) -> DocumentContext:
    if (issued_on + timedelta(days=1)).day != 1:
        return {}
    first, began = issued_on.replace(day=1), about.facts.base.first_day
    return {"first_day": day(began if began and first < began <= issued_on else first), "last_day": day(issued_on)}


def _paying(terms: str) -> DocumentContext:
    """Days for payment and the advance, where the terms say them plainly."""
    parts = agreed_parts(terms) if terms else ()
    waits = [part.wait for part in parts]
    if None in waits:
        return {}
    if len(parts) == 1:
        return {"prepayment": None, "payment_days": duration(waits[0])}
    if len(parts) == 2 and parts[0].share is not None:
        return {
            "prepayment": decimal(parts[0].share * 100, 2),
            "prepayment_days": duration(waits[0]),
            "payment_days": duration(waits[1]),
        }
    return {}
