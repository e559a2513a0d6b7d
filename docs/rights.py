"""Writes who may do what: a page of the manual in both languages, and ``docs/rights.md`` with all doors by right.

Run as ``python docs/rights.py``; a test keeps the pages true.
"""

import pkgutil
import sys
from collections import defaultdict
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from contracts.kernel.rights import RIGHTS, ROLES  # noqa: E402
from contracts.kernel.unit_of_work import DOORS  # noqa: E402

#: What a right allows, in Ukrainian and English.
MEANINGS = {
    "contracts.read": ("бачити реєстр, порядок денний, звіти", "see the register, the agenda, the reports"),
    "contracts.register": ("вносити й змінювати договори", "register and change contracts"),
    "contracts.approve": ("погоджувати договори", "approve contracts"),
    "contracts.sign": ("позначати договори підписаними", "mark contracts as signed"),
    "documents.make": ("складати документи", "make documents"),
    "templates.edit": ("змінювати шаблони", "change templates"),
    "decisions.propose": ("пропонувати рішення про продовження", "propose a decision on renewal"),
    "decisions.read": ("бачити рішення", "see decisions"),
    "decisions.make": ("вирішувати про продовження й припинення", "decide on renewal and termination"),
    "obligations.record": ("відмічати виконання обов’язків", "record what was performed"),
    "debts.read": ("бачити заборгованість і платежі", "see debts and payments"),
    "payments.match": ("розносити платежі", "match payments"),
    "payments.post": ("вносити рахунки, акти й виписки", "post charges and statements"),
    "papers.exchange": ("обмінюватися документами з контрагентом", "exchange papers with a counterparty"),
    "requests.make": ("надсилати запити", "send requests"),
    "counterparties.negotiate": ("вести контрагентів та їхні реквізити", "keep counterparties and their details"),
    "demands.send": ("надсилати нагадування про оплату", "send payment reminders"),
    "claims.prepare": ("готувати претензії й розрахунки", "prepare claims and calculations"),
    "claims.send": ("надсилати претензії, передавати до суду", "send claims, hand over to court"),
    "people.manage": ("вести людей, ролі, заступників", "keep people, roles, deputies"),
    "audit.read": (
        "бачити журнал і всі договори, й конфіденційні",
        "see the audit and every contract, confidential too",
    ),
    "program.run": ("запускати службу, копії, перевірки", "run the service, backups, checks"),
}
ROLE_NAMES = {
    "specialist": ("фахівець", "specialist"),
    "claims": ("претензійна робота", "claims"),
    "manager": ("керівник", "manager"),
    "accountant": ("бухгалтер", "accountant"),
    "auditor": ("аудитор", "auditor"),
    "administrator": ("адміністратор", "administrator"),
}
WORDS = {
    "uk": (
        "# Хто що може",
        "Роль – це набір прав; людина може мати кілька ролей (`contracts person role`). Кожна дія питає своє право, і "
        "кому його бракує, тому програма називає це право. Конфіденційний договір і все, що до нього належить, бачать "
        "лише відповідальний, названі читачі (`contracts contract readers`) та аудитори, хоч би які права мали інші.",
        "право", "що дозволяє",
    ),
    "en": (
        "# Who may do what",
        "A role is a set of rights; a person may hold several (`contracts person role`). Every action asks for its "
        "right, and whoever lacks it is told which one. A confidential contract and all that belongs to it are shown "
        "to its owner, its named readers (`contracts contract readers`) and auditors alone, whatever rights others "
        "hold.",
        "right", "what it allows",
    ),
}  # fmt: skip


def manual_page(language: str) -> str:
    """The page of the manual: a table of rights against roles."""
    at = 0 if language == "uk" else 1
    title, text, right, allows = WORDS[language]
    names = [ROLE_NAMES[each][at] for each in ROLES]
    lines = [title, "", text, "", f"| {right} | {allows} | {' | '.join(names)} |", "|---" * (len(names) + 2) + "|"]
    for each in RIGHTS:
        marks = " | ".join("✓" if each in held else "–" for held in ROLES.values())
        lines.append(f"| `{each}` | {MEANINGS[each][at]} | {marks} |")
    return "\n".join(lines) + "\n"


def doors_page() -> str:
    """Every use case by the right it asks for."""
    by_right = defaultdict(list)
    for name, right in sorted(_doors().items()):
        by_right[right].append(name.removeprefix("contracts."))
    lines = [
        "# Doors",
        "",
        "Every use case asks for one right at its door; `tests/test_doors.py` walks each against nobody, every role, "
        "and a stranger to a confidential contract. Written by `python docs/rights.py`.",
        "",
        "| right | roles that hold it | use cases |",
        "|---|---|---|",
    ]
    for right in RIGHTS:
        holders = ", ".join(name for name, held in ROLES.items() if right in held)
        doors = ", ".join(f"`{each}`" for each in by_right[right]) or "–"
        lines.append(f"| `{right}` | {holders} | {doors} |")
    return "\n".join(lines) + "\n"


def pages() -> dict[Path, str]:
    """What each page must hold."""
    manual = {ROOT / f"contracts/help/{each}/11-rights.md": manual_page(each) for each in WORDS}
    return manual | {ROOT / "docs/rights.md": doors_page()}


def _doors() -> dict[str, str]:
    for subject in sorted(path.name for path in (ROOT / "contracts").iterdir() if (path / "__init__.py").exists()):
        package = import_module(f"contracts.{subject}")
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." not in module.name and not module.name.endswith("__main__"):
                import_module(module.name)
    return {name: right for name, right in DOORS.items() if name.startswith("contracts.")}


if __name__ == "__main__":
    for path, text in pages().items():
        path.write_text(text, encoding="utf-8")
