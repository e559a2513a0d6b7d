"""What a Ukrainian register says of positions, grounds and legal forms, as documents in other languages say it."""

import re

#: Ukrainian, lower case → wording by language. Only words that a signature block or a preamble needs.
_PHRASES: dict[str, dict[str, str]] = {
    "директор": {"en": "Director", "ru": "директор", "de": "Geschäftsführer"},
    "генеральний директор": {"en": "General Director", "ru": "генеральный директор", "de": "Generaldirektor"},
    "виконавчий директор": {"en": "Executive Director", "ru": "исполнительный директор", "de": "Exekutivdirektor"},
    "комерційний директор": {"en": "Commercial Director", "ru": "коммерческий директор", "de": "kaufmännischer Leiter"},
    "фінансовий директор": {"en": "Finance Director", "ru": "финансовый директор", "de": "Finanzdirektor"},
    "заступник директора": {"en": "Deputy Director", "ru": "заместитель директора", "de": "stellvertretender Direktor"},
    "головний бухгалтер": {"en": "Chief Accountant", "ru": "главный бухгалтер", "de": "Hauptbuchhalter"},
    "голова правління": {"en": "Chair of the Board", "ru": "председатель правления", "de": "Vorstandsvorsitzender"},
    "президент": {"en": "President", "ru": "президент", "de": "Präsident"},
    "начальник": {"en": "Head", "ru": "начальник", "de": "Leiter"},
    "керівник": {"en": "Head", "ru": "руководитель", "de": "Leiter"},
    "керівник договірного відділу": {
        "en": "Head of Contracts",
        "ru": "руководитель договорного отдела",
        "de": "Leiter der Vertragsabteilung",
    },
    "фахівець із договірної роботи": {
        "en": "Contract Specialist",
        "ru": "специалист по договорной работе",
        "de": "Vertragsreferent",
    },
    "юрисконсульт": {"en": "Legal Counsel", "ru": "юрисконсульт", "de": "Justiziar"},
    "юрист": {"en": "Lawyer", "ru": "юрист", "de": "Jurist"},
    "представник": {"en": "Representative", "ru": "представитель", "de": "Vertreter"},
    "фізична особа-підприємець": {
        "en": "sole trader",
        "ru": "индивидуальный предприниматель",
        "de": "Einzelunternehmer",
    },
    "статут": {"en": "the Articles of Association", "ru": "Устав", "de": "Satzung"},
    "положення": {"en": "the Regulations", "ru": "Положение", "de": "Geschäftsordnung"},
    "довіреність": {"en": "the power of attorney", "ru": "доверенность", "de": "Vollmacht"},
    "виписка з єдиного державного реєстру": {
        "en": "an extract from the Unified State Register",
        "ru": "выписка из Единого государственного реестра",
        "de": "Auszug aus dem Einheitlichen Staatsregister",
    },
}

#: Legal forms: full name, abbreviation, and how en, ru and de say them after or before the quoted name.
_FORMS: tuple[tuple[str, str, dict[str, tuple[str, str]]], ...] = (
    (
        "Товариство з обмеженою відповідальністю",
        "ТОВ",
        {
            "en": ("Limited Liability Company", "LLC"),
            "ru": ("Общество с ограниченной ответственностью", "ООО"),
            "de": ("Gesellschaft mit beschränkter Haftung", "GmbH"),
        },
    ),
    (
        "Товариство з додатковою відповідальністю",
        "ТДВ",
        {
            "en": ("Additional Liability Company", "ALC"),
            "ru": ("Общество с дополнительной ответственностью", "ОДО"),
            "de": ("Gesellschaft mit zusätzlicher Haftung", "GzH"),
        },
    ),
    (
        "Приватне акціонерне товариство",
        "ПрАТ",
        {
            "en": ("Private Joint-Stock Company", "PrJSC"),
            "ru": ("Частное акционерное общество", "ЧАО"),
            "de": ("Private Aktiengesellschaft", "AG"),
        },
    ),
    (
        "Публічне акціонерне товариство",
        "ПАТ",
        {
            "en": ("Public Joint-Stock Company", "PJSC"),
            "ru": ("Публичное акционерное общество", "ПАО"),
            "de": ("Öffentliche Aktiengesellschaft", "AG"),
        },
    ),
    (
        "Акціонерне товариство",
        "АТ",
        {
            "en": ("Joint-Stock Company", "JSC"),
            "ru": ("Акционерное общество", "АО"),
            "de": ("Aktiengesellschaft", "AG"),
        },
    ),
    (
        "Приватне підприємство",
        "ПП",
        {
            "en": ("Private Enterprise", "PE"),
            "ru": ("Частное предприятие", "ЧП"),
            "de": ("Privatunternehmen", "PU"),
        },
    ),
    (
        "Державне підприємство",
        "ДП",
        {
            "en": ("State Enterprise", "SE"),
            "ru": ("Государственное предприятие", "ГП"),
            "de": ("Staatsunternehmen", "SU"),
        },
    ),
    (
        "Комунальне підприємство",
        "КП",
        {
            "en": ("Municipal Enterprise", "ME"),
            "ru": ("Коммунальное предприятие", "КП"),
            "de": ("Kommunales Unternehmen", "KU"),
        },
    ),
    (
        "Фізична особа-підприємець",
        "ФОП",
        {
            "en": ("Sole Trader", "Sole Trader"),
            "ru": ("Индивидуальный предприниматель", "ИП"),
            "de": ("Einzelunternehmer", "EU"),
        },
    ),
)
_DASHES = re.compile(r"\s*[-–—]\s*")


def translated(phrase: str, language: str) -> str | None:
    """A phrase of the table in en, en_gb, ru or de; ``None`` where the table does not know it."""
    found = _PHRASES.get(_DASHES.sub("-", phrase.strip()).lower(), {})
    return found.get("en" if language == "en_gb" else language)


def legal_form(name: str) -> tuple[str, str, str] | None:
    """The full form, its abbreviation and the rest of a Ukrainian name; ``None`` where no form is recognised."""
    plain = " ".join(_DASHES.sub("-", name).split())
    for full, short, _ in _FORMS:
        for form in (full, short):
            if plain.lower().startswith(f"{form.lower()} ") or plain.startswith(f"{form}«"):
                return full, short, plain[len(form) :].strip()
    return None


def full_name(name: str) -> str:
    """The name with its legal form written out: «ТОВ «Світанок»» → «Товариство з обмеженою відповідальністю …»."""
    found = legal_form(name)
    return f"{found[0]} {found[2]}" if found else name


def short_name(name: str) -> str:
    """The name with its legal form abbreviated: «ТОВ «Світанок»»."""
    found = legal_form(name)
    return f"{found[1]} {found[2]}" if found else name


def form_in(full: str, language: str) -> tuple[str, str] | None:
    """The full and the short legal form in another language."""
    base = "en" if language == "en_gb" else language
    return next((words[base] for known, _, words in _FORMS if known == full and base in words), None)
