"""What a Ukrainian register says of positions, grounds and legal forms, as documents in other languages say it."""

import re
from functools import cache

from contracts.language.shipped_tables import rows_of

_DASHES = re.compile(r"(?:(?<!\s)\s++)?[-–—]\s*+")


def translated(phrase: str, language: str) -> str | None:
    """A phrase of the table in en, en_gb, ru or de; ``None`` where the table does not know it."""
    found = _phrases().get(_DASHES.sub("-", phrase.strip()).lower(), {})
    return found.get("en" if language == "en_gb" else language)


def legal_form(name: str) -> tuple[str, str, str] | None:
    """The full form, its abbreviation and the rest of a Ukrainian name; ``None`` where no form is recognised."""
    plain = " ".join(_DASHES.sub("-", name).split())
    for full, short in ((each["full"], each["short"]) for each in _forms()):
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
    known = next((each for each in _forms() if each["full"] == full), {})
    return (known[base], known[f"{base}_short"]) if base in known else None


@cache
def _phrases() -> dict[str, dict[str, str]]:
    """Ukrainian, lower case → wording by language: only words that a signature block or a preamble needs."""
    return {row.pop("uk"): row for row in rows_of("phrases")}


@cache
def _forms() -> list[dict[str, str]]:
    """Legal forms: full name, abbreviation, and how en, ru and de say them after or before the quoted name."""
    return rows_of("legal_forms")
