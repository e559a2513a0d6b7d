"""How contracts, roles and ways of sending are called in documents, by kind and language."""

import re

#: Names of the sides: performer, customer.
_ROLES = {
    "supply": {
        "uk": ("Постачальник", "Покупець"),
        "en": ("Supplier", "Buyer"),
        "ru": ("Поставщик", "Покупатель"),
        "de": ("Lieferant", "Käufer"),
    },
    "services": {
        "uk": ("Виконавець", "Замовник"),
        "en": ("Contractor", "Customer"),
        "ru": ("Исполнитель", "Заказчик"),
        "de": ("Auftragnehmer", "Auftraggeber"),
    },
    "works": {
        "uk": ("Підрядник", "Замовник"),
        "en": ("Contractor", "Customer"),
        "ru": ("Подрядчик", "Заказчик"),
        "de": ("Unternehmer", "Besteller"),
    },
    "lease": {
        "uk": ("Орендодавець", "Орендар"),
        "en": ("Lessor", "Lessee"),
        "ru": ("Арендодатель", "Арендатор"),
        "de": ("Vermieter", "Mieter"),
    },
    "framework": {
        "uk": ("Постачальник", "Покупець"),
        "en": ("Supplier", "Buyer"),
        "ru": ("Поставщик", "Покупатель"),
        "de": ("Lieferant", "Käufer"),
    },
    "nda": {
        "uk": ("Сторона 1", "Сторона 2"),
        "en": ("Party 1", "Party 2"),
        "ru": ("Сторона 1", "Сторона 2"),
        "de": ("Partei 1", "Partei 2"),
    },
    "other": {
        "uk": ("Виконавець", "Замовник"),
        "en": ("Contractor", "Customer"),
        "ru": ("Исполнитель", "Заказчик"),
        "de": ("Auftragnehmer", "Auftraggeber"),
    },
}
_TITLES = {
    "supply": {"uk": "Договір поставки", "en": "Supply Agreement", "ru": "Договор поставки", "de": "Liefervertrag"},
    "services": {
        "uk": "Договір про надання послуг",
        "en": "Services Agreement",
        "ru": "Договор об оказании услуг",
        "de": "Dienstleistungsvertrag",
    },
    "works": {"uk": "Договір підряду", "en": "Works Agreement", "ru": "Договор подряда", "de": "Werkvertrag"},
    "lease": {"uk": "Договір оренди", "en": "Lease Agreement", "ru": "Договор аренды", "de": "Mietvertrag"},
    "framework": {
        "uk": "Рамковий договір",
        "en": "Framework Agreement",
        "ru": "Рамочный договор",
        "de": "Rahmenvertrag",
    },
    "nda": {
        "uk": "Договір про нерозголошення",
        "en": "Non-Disclosure Agreement",
        "ru": "Договор о неразглашении",
        "de": "Geheimhaltungsvertrag",
    },
    "other": {"uk": "Договір", "en": "Agreement", "ru": "Договор", "de": "Vertrag"},
}
#: A title that already says what paper it is.
_IS_TITLE = re.compile(r"^(\w+ )?(договір|контракт|угода|договор|agreement|contract|vertrag)\b", re.I)
#: What the type column of registers says of the kind.
_KINDS = {
    "supply": r"постав|купівл|продаж|supply|purchase|sale",
    "lease": r"оренд|найм|суборенд|lease|rent",
    "works": r"підряд|будів|ремонт|works|construct",
    "framework": r"рамков|framework",
    "nda": r"нерозголош|конфіденц|nda|confiden",
    "services": r"послуг|обслугов|прибиран|перевез|охорон|консульт|service|transport|clean",
}
_METHODS = {
    "letter": {
        "uk": "рекомендованим листом з описом вкладення",
        "en": "by registered letter with a list of enclosures",
        "ru": "заказным письмом с описью вложения",
        "de": "per Einschreiben mit Rückschein",
    },
    "courier": {"uk": "кур’єром", "en": "by courier", "ru": "курьером", "de": "per Kurier"},
    "hand": {
        "uk": "нарочно під підпис",
        "en": "by hand against receipt",
        "ru": "нарочным под подпись",
        "de": "durch Boten",
    },
    "edoc": {
        "uk": "через сервіс електронного документообігу",
        "en": "through the electronic document service",
        "ru": "через сервис электронного документооборота",
        "de": "über den Dienst für elektronische Dokumente",
    },
    "email": {"uk": "електронною поштою", "en": "by e-mail", "ru": "по электронной почте", "de": "per E-Mail"},
}


def kind_of(type_: str, title: str) -> str:
    """The kind of a contract from the type the register names, else from its title; ``other`` where neither says."""
    for text in (type_, title):
        for kind, pattern in _KINDS.items():
            if text == kind or re.search(pattern, text, re.I):
                return kind
    return "other"


def title_of(kind: str, title: str, language: str) -> str:
    """The title of a contract in a document: its own where it is one, else that of its kind."""
    if language == "uk" and _IS_TITLE.match(title):
        return title
    return _TITLES[kind]["en" if language == "en_gb" else language]


def subject_of(subject: str, title: str) -> str:
    """What a contract is about, where the register says it; a title that only names the paper says nothing."""
    return subject or ("" if _IS_TITLE.match(title) else title)


def roles_of(kind: str, language: str) -> tuple[str, str]:
    """What performer and customer are called in a document of the language."""
    return _ROLES[kind]["en" if language == "en_gb" else language]


def method_phrase(method: str, language: str) -> str:
    """A way of sending in the form that follows a verb; an unknown code stays as it is."""
    return _METHODS.get(method, {}).get("en" if language == "en_gb" else language, method)
