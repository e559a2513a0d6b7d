"""The columns a register may have: the facts of a contract, and what stands beside them: parties, people, parts.

A synonym is a list of word beginnings; every one must begin a word of the header. A word ending in ``=`` must be the
whole word, a synonym beginning with ``=`` the whole header. Headers are compared without case, punctuation, brackets,
line breaks and Latin look-alikes. What explains most of a header wins; each field is taken once.
"""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from contracts.registry.rules.conditions import CONTRACT_FIELDS, FIELD_BY_NAME, Bilingual

#: Read and then left out: they count rows and say nothing about the contract.
IGNORED: Final = "ignore"


#: Recognised, and kept as custom values: the contract has no such fact.
KEPT_AS_THEY_ARE: Final = frozenset({"amount_net", "registered_on"})


class Column(NamedTuple):
    """A column: its header in our own export, if it has one there, and what other registers call it."""

    field: str
    header: Bilingual | None
    synonyms: str
    longest: int = 0


_BESIDE: Final = (
    Column(
        "register_no", Bilingual("Реєстраційний №", "Register No."),
        "реєстрац номер, реєстрац №, реєстр №, реєстр номер, внутр номер, внутр №, рег №, рег номер, register no, "
        "register number, registration n, регистрац номер, вхідн номер, номер у реєстр, номер в реєстр",
        60,
    ),
    Column(
        "parent", None,
        "основн дог, до= договор, головн дог, базов дог, рамков дог, parent contract, main contract, master "
        "agreement, related contract, к= договору, основной дог, номер основн",
    ),
    Column(
        "kind", Bilingual("Тип документа", "Document type"),
        "тип документ, вид документ, document type, record type, тип запис",
    ),
    Column(
        "company", Bilingual("Наша компанія", "Own company"),
        "наша компан, наше підприєм, наша орган, наша юрособ, власна компан, own company, our company, our "
        "entity, наша сторона, =компанія, =підприємство, =company, legal entity, юрособа групи, наше юр, =entity, "
        "наша фірма, =організація, =юрособа, організатор, сторона 1, сторона а, first party, party 1, party a=, "
        "procuring entity",
        500,
    ),
    Column(
        "company_code", Bilingual("ЄДРПОУ нашої компанії", "Own company code"),
        "єдрпоу нашо, код нашо, company code, our code, єдрпоу компан, own company code, єдрпоу організатор",
    ),
    Column(
        "counterparty", Bilingual("Контрагент", "Counterparty"),
        "контрагент, назва контраг, найменув контраг, постачальн, виконав, підрядн, орендодав, орендар, продав, "
        "покупе, контракт сторона, інша сторона, друга сторона, сторона дог, партнер, клієнт, counterparty, "
        "supplier, vendor, customer, client, contractor, other party, partner, поставщик, исполнител, подрядчик, "
        "клиент, lessor, provider, second party, party name, =party, =parties, =сторони, =сторона, назва орг, "
        "найменув орг, назва підприєм, =найменування, з ким уклад, з ким дог, наименов контраг, замовник, "
        "заказчик, buyer, юридична особа, =організація контрагент, counterparty name, назва постач, назва фірм, "
        "company name, vertragspartner, lieferant, auftragnehmer, субпідрядн, сторона 2, сторона б, сторона в=, "
        "party 2, party b=, субподрядчик, постачалник, контр агент, арендодател, арендатор, counter party, "
        "counterparty name, supplier name, назва фоп, ліцензіар, ліцензіат, landlord, tenant, lessee, licensor, "
        "licensee, позичальник, кредитор, банк партнер, kontrahent, dostawca",
        500,
    ),
    Column(
        "counterparty_code", Bilingual("Код ЄДРПОУ", "Registration code"),
        "єдрпоу, код єдрпоу, рнокпп, іпн, інн, код контраг, ідентифікац код, податков номер, код юр, edrpou, tax "
        "code, tax id, tax number, registration code, company number, vat number, едрпоу, инн, counterparty code, "
        "counterparty id, supplier id, vendor id, =код, vat id, ipn=, inn=",
    ),
    Column(
        "counterparty_address", Bilingual("Адреса контрагента", "Counterparty address"),
        "адрес контраг, counterparty address, адрес, address, місцезнаходж, юридична адрес",
    ),
    Column(
        "counterparty_email", Bilingual("Email контрагента", "Counterparty email"),
        "email контраг, пошта контраг, counterparty email, email постач, supplier email, vendor email",
    ),
    Column(
        "counterparty_phone", Bilingual("Телефон контрагента", "Counterparty phone"),
        "телефон контраг, counterparty phone, телефон, phone, тел=",
    ),
    Column(
        "renewal_clause", None,
        "renewal clause, extension clause, пункт про пролонг, текст пролонг, умова про продовж, формулюван пролонг, "
        "текст умови про продовж, пункт пролонг",
    ),
    Column("registered_on", None, "дата реєстр, registration date, дата внесен, дата регистрац"),
    Column(
        "term", None,
        "строк дії, термін дії, строк дог, термін дог, період дії, срок действ, contract period, term of, "
        "contract term, validity, =term, =строк, =термін, =срок, duration, період, тривал, =period, initial term",
    ),
    Column(
        "amount_net", None,
        "без пдв, excl vat, net amount, without vat, без ндс, сума пдв, ставка пдв, vat amount, vat rate, пдв",
    ),
    Column(
        "currency", Bilingual("Валюта", "Currency"),
        "валюта, currency, вал=, код валюти, ccy, =curr, währung, waluta",
    ),
    Column(
        "owner", Bilingual("Відповідальний", "Owner"),
        "відповідал, куратор, ініціатор, менеджер, виконавець наш, власник дог, owner=, responsible, manager, "
        "account manager, ответствен, отв исполн, контактна особа наша, contract owner=, відп особа, відпов, "
        "прораб, виконроб, хто веде, відп=, власник, account owner=, business owner=, requester, point of contact, "
        "ответств, контролер, zuständig, verantwortlich, ведучий менеджер",
        300,
    ),
    Column(
        "owner_email", Bilingual("Email відповідального", "Owner email"),
        "email відпов, пошта відпов, пошта куратор, owner= email, email owner=, responsible email, manager email, "
        "email куратор, email менедж, email ответств, mail відпов, електрон адреса відпов",
        320,
    ),
    Column(
        "department", Bilingual("Підрозділ", "Department"),
        "підрозділ, підрозділ ініціат, відділ, департамент, department, unit=, управління, служба, подразделен, "
        "отдел, cost center, цех",
        200,
    ),
    Column(
        "status", Bilingual("Статус", "Status"),
        "статус, стан дог, стан викон, =стан, status, state, состояние, стадія",
    ),
    Column(
        "terminated_on", Bilingual("Дата розірвання", "Termination date"),
        "дата розірв, дата припин, розірвано з=, достроков розірв, termination date, terminated on, date of "
        "termination, дата растор, дата прекращ, припинено з=",
    ),
    Column("clauses", Bilingual("Пункти договору", "Clauses"), "пункти дог, clauses"),
    Column(
        "country", Bilingual("Країна контрагента", "Country"),
        "країна контраг, counterparty country, країна, country, страна",
    ),
    Column("changes", Bilingual("Що змінено", "Changes"), "що змінено, зміни до дог, =changes, суть змін"),
    Column(
        IGNORED, None,
        "=№ з/п, =№ п/п, =№ зп, =№ пп, =п/п, =з/п, =# , № з п, № п п, порядков, =line, =row, s n=, sr no, № стр, "
        "№ рядка, =№",
    ),
)  # fmt: skip


def _around(names: Iterable[str], first: tuple[str, ...], last: tuple[str, ...]) -> list[str]:
    """The names in order: some before all others, some behind them; a new condition stands among the others."""
    return [*first, *(each for each in names if each not in (*first, *last)), *last]


_BY_FIELD = {
    each.field: each
    for each in (*(Column(each.name, each.header, each.synonyms, each.longest) for each in CONTRACT_FIELDS), *_BESIDE)
    if each.synonyms
}
#: Every column; of two that explain a header alike the first one here is taken.
COLUMNS: Final = tuple(
    _BY_FIELD[each]
    for each in _around(
        _BY_FIELD,
        (
            *("number", "register_no", "their_number", "parent", "kind", "type", "company", "company_code"),
            *("counterparty", "counterparty_code", "counterparty_address", "counterparty_email", "counterparty_phone"),
            *("title", "dated_on", "registered_on", "first_day", "last_day", "term"),
        ),
        (
            *("amount_net", "currency", "owner", "owner_email", "department", "status", "terminated_on", "penalty"),
            *("payment_terms", "note", "is_confidential", "signed_by_us_on", "signed_by_them_on", "end_rule"),
            *("clauses", "country", "changes", IGNORED),
        ),
    )
)
#: Fields a mapping file may name.
FIELDS: Final = frozenset(each.field for each in COLUMNS)


def exported_headers(language: str) -> dict[str, str]:
    """Field → header of our own export, in the order of its columns."""
    names = _around(
        (each.name for each in CONTRACT_FIELDS),
        ("register_no", "kind", "number", "dated_on", "counterparty", "counterparty_code", "title"),
        (
            *("currency", "owner", "owner_email", "department", "status", "terminated_on", "penalty", "payment_terms"),
            *("type", "note", "their_number", "signed_by_us_on", "signed_by_them_on", "is_confidential", "company"),
            *("company_code", "country", "counterparty_address", "counterparty_email", "counterparty_phone"),
            *("clauses", "changes"),
        ),
    )
    headers = {each: _BY_FIELD[each].header for each in names if each in _BY_FIELD}
    return {name: header.in_language(language) for name, header in headers.items() if header}


def header_of(field: str, columns: Mapping[str, str]) -> str:
    """The header a fact was read from, of header → field; the fact itself where none names it.

    A fact without a column of its own was read from another: a notice from the words about the renewal.
    """
    headers = {each: header for header, each in reversed(list(columns.items()))}
    beside = FIELD_BY_NAME[field].read_from if field in FIELD_BY_NAME else _READ_FROM.get(field, ())
    return next((headers[each] for each in (field, *beside) if each in headers), field)


_READ_FROM: Mapping[str, tuple[str, ...]] = {
    **dict.fromkeys(("amount_minor", "sum", "currency"), ("amount",)),
    "owner_id": ("owner", "owner_email"),
}
