"""The fields a register may have and the headers they are known by, in Ukrainian, English and Russian.

A phrase is a list of word beginnings; every one must begin a word of the header. A word ending in ``=`` must be the
whole word, a phrase beginning with ``=`` the whole header. Headers are compared without case, punctuation, brackets,
line breaks and Latin look-alikes. The phrase that explains most of a header wins; each field is taken once.
"""

from collections.abc import Mapping

#: Read and then left out: they count rows and say nothing about the contract.
IGNORED = "ignore"

PHRASES: Mapping[str, tuple[str, ...]] = {
    "number": (
        "номер дог", "№ дог", "договір №", "номер контр", "№ контр", "номер уг", "№ уг", "№ та дат", "номер та дат",
        "номер і дат", "№ і дат", "№ дат дог", "номер дат", "реквізит дог", "contract no=", "contract number",
        "contract №", "contract id", "agreement no=", "agreement number", "contract ref", "договор №", "номер и дат",
        "№ и дат", "=номер", "=number", "=договір", "=договор", "=contract", "=agreement", "=№", "filename",
        "file name", "=no", "contract code", "=назва файлу", "номер документ", "№ документ", "=document",
        "document no=", "document number", "contract reference", "шифр дог", "=реквізити", "=документ",
        "назва та номер", "назва і номер", "vertrags nr", "vertragsnummer", "vertragsnr",
        "договір=", "договор=", "контракт=", "contract #", "agreement #", "номер згідно дог", "agreement id",
        "agreement ref", "contractnumber", "vertrag nr", "umowa nr", "nr umowy",
    ),
    "register_no": (
        "реєстрац номер", "реєстрац №", "реєстр №", "реєстр номер", "внутр номер", "внутр №", "рег №", "рег номер",
        "register no", "register number", "registration n", "регистрац номер", "вхідн номер", "номер у реєстр",
        "номер в реєстр",
    ),
    "their_number": (
        "номер контрагент", "№ контрагент", "їх номер", "their number", "counterparty number", "counterparty ref",
        "номер контрагента дог",
    ),
    "parent": (
        "основн дог", "до= договор", "головн дог", "базов дог", "рамков дог", "parent contract", "main contract",
        "master agreement", "related contract", "к= договору", "основной дог", "номер основн",
    ),
    "kind": ("тип документ", "вид документ", "document type", "record type", "тип запис"),
    "type": (
        "вид дог", "тип дог", "категорі дог", "категорія", "contract type", "agreement type", "type of contract",
        "=type", "=вид", "=тип", "contract category",
    ),
    "company": (
        "наша компан", "наше підприєм", "наша орган", "наша юрособ", "власна компан", "own company", "our company",
        "our entity", "наша сторона", "=компанія", "=підприємство", "=company", "legal entity", "юрособа групи",
        "наше юр", "=entity", "наша фірма", "=організація", "=юрособа",
        "організатор", "сторона 1", "сторона а", "first party", "party 1", "party a=", "procuring entity",
    ),
    "company_code": (
        "єдрпоу нашо", "код нашо", "company code", "our code", "єдрпоу компан", "own company code",
        "єдрпоу організатор",
    ),
    "counterparty": (
        "контрагент", "назва контраг", "найменув контраг", "постачальн", "виконав", "підрядн", "орендодав", "орендар",
        "продав", "покупе", "контракт сторона", "інша сторона", "друга сторона", "сторона дог", "партнер", "клієнт",
        "counterparty", "supplier", "vendor", "customer", "client", "contractor", "other party", "partner",
        "поставщик", "исполнител", "подрядчик", "клиент", "lessor", "provider", "second party", "party name",
        "=party", "=parties", "=сторони", "=сторона", "назва орг", "найменув орг", "назва підприєм", "=найменування",
        "з ким уклад", "з ким дог", "наименов контраг", "замовник", "заказчик", "buyer", "юридична особа",
        "=організація контрагент", "counterparty name", "назва постач", "назва фірм", "company name",
        "vertragspartner", "lieferant", "auftragnehmer",
        "субпідрядн", "сторона 2", "сторона б", "сторона в=", "party 2", "party b=", "субподрядчик", "постачалник",
        "контр агент", "арендодател", "арендатор", "counter party", "counterparty name", "supplier name", "назва фоп",
        "ліцензіар", "ліцензіат", "landlord", "tenant", "lessee", "licensor", "licensee", "позичальник", "кредитор",
        "банк партнер", "kontrahent", "dostawca",
    ),
    "counterparty_code": (
        "єдрпоу", "код єдрпоу", "рнокпп", "іпн", "інн", "код контраг", "ідентифікац код", "податков номер", "код юр",
        "edrpou", "tax code", "tax id", "tax number", "registration code", "company number", "vat number", "едрпоу",
        "инн", "counterparty code", "counterparty id", "supplier id", "vendor id", "=код", "vat id", "ipn=", "inn=",
    ),
    "counterparty_address": (
        "адрес контраг", "counterparty address", "адрес", "address", "місцезнаходж", "юридична адрес",
    ),
    "counterparty_email": (
        "email контраг", "пошта контраг", "counterparty email", "email постач", "supplier email", "vendor email",
    ),
    "counterparty_phone": ("телефон контраг", "counterparty phone", "телефон", "phone", "тел="),
    "title": (
        "предмет", "назва дог", "найменув дог", "зміст дог", "суть дог", "subject", "title", "contract name",
        "agreement name", "document name", "опис", "description", "=назва", "=name", "зміст", "найменув послуг",
        "найменув товар", "вид послуг", "назва послуг", "что", "содержан", "наименов дог", "товар", "послуг", "робіт",
        "=тема", "scope of work", "vertragsgegenstand", "gegenstand",
        "=найменування", "purpose", "послуга", "предмет закупівлі", "тип послуг", "what for", "zakres",
        "предмет догов", "project", "про що",
    ),
    "dated_on": (
        "дата дог", "дата укла", "дата контр", "дата док", "від якого числа", "contract date", "agreement date",
        "date of contract", "date of agreement", "conclusion date", "=дата", "=date", "=від", "дата заключ",
        "дата подпис", "signing date", "signature date", "date signed", "signed date", "signed on", "дата підпис",
        "=signed", "=укладено", "дата угод", "execution date", "date executed", "=dated", "=dated on",
        "=agreement answer", "дата видачі", "=от", "vertragsdatum",
    ),
    "registered_on": ("дата реєстр", "registration date", "дата внесен", "дата регистрац"),
    "first_day": (
        "діє з=", "дійсн з=", "діє від=", "початок", "дата почат", "дата набр", "набрання чинн", "набуття чинн",
        "чинн з=", "start", "effective", "commence", "valid from", "in force from", "date from", "begin",
        "действует с=", "дата нач", "начало", "вступлен в силу", "строк дії з=", "термін дії з=", "строк ді від=",
        "first day", "start date", "effective date", "=з", "=from", "дія з=", "термін ді почат", "строк ді почат",
        "срок действ с=", "строк дог з=", "vertragsbeginn", "beginn", "laufzeit von=",
        "початок робіт", "in effect", "effective as of", "набув чинності", "набирає чинності", "дата вступ",
    ),
    "last_day": (
        "діє до=", "дійсн до=", "діє по=", "чинн до=", "дата закін", "дата заверш", "дата оконч", "закінч", "заверш",
        "кінець", "кінцева дата", "expir", "end date", "end of term", "valid until", "valid to", "valid till",
        "date to=", "terminates on", "last day", "действует до=", "действует по=", "окончан", "строк дії до=",
        "строк дії по=", "термін дії до=", "термін дії по=", "expiration date", "expiry", "дата спливу",
        "діє включно", "термін ді закінч", "строк ді закінч", "срок действ до=", "срок действ по=", "=до", "=по",
        "=until", "=end", "=to", "строк дог до=", "строк ді договору до=", "дія до=", "ends on", "end on",
        "дата оконч действ", "строк ді договору по=", "граничн строк ді", "vertragsende", "=ende", "laufzeit bis=",
        "закінчення робіт", "expires", "term ends", "дійсний по=", "строк дії по=", "кінець дії", "валідний до=",
        "закрит до=", "дата конец", "конец", "завершення дії", "data końca",
    ),
    "term": (
        "строк дії", "термін дії", "строк дог", "термін дог", "період дії", "срок действ", "contract period",
        "term of", "contract term", "validity", "=term", "=строк", "=термін", "=срок", "duration", "період", "тривал",
        "=period", "initial term",
    ),
    "length": ("строк у міс", "length", "строк у рок", "тривалість", "термін міс", "строк міс"),
    "renewal": (
        "пролонг", "автопролонг", "подовж", "продовж", "renewal", "auto renew", "autorenew", "renews", "prolong",
        "продлен", "порядок продовж", "умови пролонг", "renewal type", "renewal kind", "extension",
        "автоматич пролонг", "verlängerung",
        "extends", "evergreen", "rollover", "roll over", "rolling", "умови подовження", "чи продовж", "продовження дії",
    ),
    "renewal_length": (
        "строк пролонг", "термін пролонг", "період пролонг", "строк подовж", "термін подовж", "строк продовж",
        "renewal term", "renewal period", "renewal length", "extension term", "extension period", "срок продлен",
        "срок пролонг", "пролонг на=", "подовж на=", "renews for",
    ),
    "max_renewals": (
        "макс пролонг", "макс подовж", "кількість пролонг", "кількість подовж", "max renewal", "number of renewal",
        "renewal cap", "межа пролонг", "ліміт пролонг", "maximum renewal", "колич продлен", "скільки пролонг",
    ),
    "notice": (
        "строк повідомл", "термін повідомл", "повідомл про відмов", "строк попередж", "термін попередж",
        "попередж про", "notice period", "notice", "notice days", "notice term", "термін відмов", "строк відмов",
        "повідомлення за=", "попередити за=", "повідомити за=", "срок уведомл", "уведомл", "cancellation period",
        "notice to terminate", "за скільки днів", "попередження розірв", "=повідомлення", "термін письмов попередж",
        "notice period to terminate renewal", "termination notice", "non renewal notice", "днів до повідомл",
        "попередж днів", "=попередження", "попередж за=", "попередити про", "kündigungsfrist",
        "notice to cancel", "cancel by", "попереджати", "період повідом", "notice d=", "термін поперед",
        "строк відмови",
    ),
    "notice_counts": (
        "відмова рах", "повідомл рах", "рахується від", "рахується з=", "notice counts", "counts from",
        "момент повідомл", "notice counted",
    ),
    "notice_methods": (
        "спосіб повідомл", "спосіб надсил", "спосіб відправ", "форма повідомл", "канал повідомл", "notice method",
        "method of notice", "delivery method", "способ уведомл", "notice method s", "як повідомл",
    ),
    "asked_end": ("бажана дата заверш", "asked end", "requested end", "планована дата припин"),
    "amount": (
        "сума", "сума дог", "вартість", "ціна дог", "ціна", "загальна сума", "загальна варт", "бюджет", "ліміт дог",
        "amount", "value", "price", "contract value", "contract sum", "total", "cost", "сумма", "стоимость",
        "цена дог", "сума з пдв", "вартість з пдв", "очікувана варт", "=sum", "розмір дог", "contract amount",
        "total value", "betrag", "vertragswert",
        "=tcv", "tcv", "=acv", "deal size", "=budget", "total contract", "сума угод", "wert", "kwota", "wartość",
        "ціна контракту", "загальна сума договору", "сума в т= ч= пдв", "сума в тому числі пдв",
        "сума урахув пдв", "вартість урахув пдв", "amount incl vat", "value incl vat", "сумма с ндс", "сума включ пдв",
    ),
    "amount_net": (
        "без пдв", "excl vat", "net amount", "without vat", "без ндс", "сума пдв", "ставка пдв", "vat amount",
        "vat rate", "пдв",
    ),
    "currency": ("валюта", "currency", "вал=", "код валюти", "ccy", "=curr", "währung", "waluta"),
    "owner": (
        "відповідал", "куратор", "ініціатор", "менеджер", "виконавець наш", "власник дог", "owner", "responsible",
        "manager", "account manager", "ответствен", "отв исполн", "контактна особа наша", "contract owner",
        "відп особа", "відпов",
        "прораб", "виконроб", "хто веде", "відп=", "власник", "account owner", "business owner", "requester",
        "point of contact", "ответств", "контролер", "zuständig", "verantwortlich", "ведучий менеджер",
    ),
    "owner_email": (
        "email відпов", "пошта відпов", "пошта куратор", "owner email", "email owner", "responsible email",
        "manager email", "email куратор", "email менедж", "email ответств", "mail відпов", "електрон адреса відпов",
    ),
    "department": (
        "підрозділ", "підрозділ ініціат", "відділ", "департамент", "department", "unit=", "управління", "служба",
        "подразделен", "отдел", "cost center", "цех",
    ),
    "status": ("статус", "стан дог", "стан викон", "=стан", "status", "state", "состояние", "стадія"),
    "terminated_on": (
        "дата розірв", "дата припин", "розірвано з=", "достроков розірв", "termination date", "terminated on",
        "date of termination", "дата растор", "дата прекращ", "припинено з=",
    ),
    "penalty": (
        "пеня", "неустойк", "штраф", "penalty", "late fee", "late payment", "пени", "штрафн санк",
        "відповідальність за простроч", "розмір пені", "liquidated",
    ),
    "payment_terms": (
        "умови оплат", "порядок оплат", "строк оплат", "термін оплат", "умови розрах", "порядок розрах",
        "payment term", "payment cond", "payment", "услов оплат", "відстрочка", "оплата", "розрахунк",
    ),
    "note": (
        "примітк", "комент", "зауваж", "додатков інформ", "note", "comment", "remark", "примеч", "коммент", "=інше",
    ),
    "is_confidential": ("конфіденц", "confidential", "таємн", "конфиденц", "комерційна таємн"),
    "signed_by_us_on": ("підписано нами", "дата підпису наш", "signed by us", "наш підпис"),
    "signed_by_them_on": (
        "підписано контраг", "підписано іншою", "signed by them", "signed by counterparty", "підпис контраг",
    ),
    "end_rule": ("правило закінч", "end rule"),
    "clauses": ("пункти дог", "clauses"),
    "country": ("країна контраг", "counterparty country", "країна", "country", "страна"),
    "changes": ("що змінено", "зміни до дог", "=changes", "суть змін"),
    IGNORED: (
        "=№ з/п", "=№ п/п", "=№ зп", "=№ пп", "=п/п", "=з/п", "=# ", "№ з п", "№ п п", "порядков", "=line", "=row",
        "s n=", "sr no", "№ стр", "№ рядка", "=№",
    ),
}  # fmt: skip

#: Fields a mapping file may name.
FIELDS = frozenset(PHRASES)
