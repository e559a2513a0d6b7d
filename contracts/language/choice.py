"""Which language the program speaks: DOHOVIR_LANGUAGE, then config.toml, then LANG; and its bare catalogue."""

import gettext
import os
from collections.abc import Callable, Mapping
from pathlib import Path

LANGUAGES = ("uk", "en")
CATALOGUES = Path(__file__).parent / "catalogues"


def choose(configured: str, environ: Mapping[str, str]) -> str:
    """``uk`` or ``en``: what is configured, else what LC_ALL, LC_MESSAGES or LANG ask for, else English."""
    if configured in LANGUAGES:
        return configured
    wanted = environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG") or ""
    return "uk" if wanted.lower().startswith("uk") else "en"


def interface_language(config: Path | None = None, environ: Mapping[str, str] | None = None) -> str:
    """The language in force before any settings are loaded; a faulty config file is not judged here."""
    environment = os.environ if environ is None else environ
    configured = environment.get("DOHOVIR_LANGUAGE", "")
    path = config or Path(environment.get("DOHOVIR_CONFIG") or "config.toml")
    return choose(configured or _configured(path), environment)


def _configured(path: Path) -> str:
    if not path.is_file():
        return ""
    import tomllib  # a tenth of a start, needed only where there is something to read

    try:
        return str(tomllib.loads(path.read_text(encoding="utf-8-sig")).get("language", ""))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError):
        return ""


def translate(language: str) -> Callable[[str], str]:
    """The catalogue's ``gettext`` of a language; English sentences are their own translation."""
    return gettext.translation("dohovir", str(CATALOGUES), languages=[language], fallback=True).gettext
