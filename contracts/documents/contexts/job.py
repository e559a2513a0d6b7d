"""The job description of a contract specialist: each duty beside the right it needs, from the table of core (§11)."""

from collections.abc import Sequence
from dataclasses import dataclass

from contracts.documents.contexts.values import DocumentContext

#: Duty and right, by the name of the right: Ukrainian, English.
_TEXTS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "contracts.register": (
        (
            "вести облік договорів, додаткових угод і додатків",
            "вносити до системи обліку договори, зміни до них та відомості про їх виконання",
        ),
        (
            "keep the register of contracts, supplementary agreements and annexes",
            "enter contracts, their changes and facts of their performance in the contract register",
        ),
    ),
    "documents.make": (
        (
            "готувати тексти договорів, додаткових угод, листів і первинних документів за затвердженими шаблонами",
            "користуватися затвердженими шаблонами документів і пропонувати зміни до них",
        ),
        (
            "prepare contracts, supplementary agreements, letters and primary documents from approved templates",
            "use the approved templates of documents and propose changes to them",
        ),
    ),
    "decisions.propose": (
        (
            "відстежувати строки дії договорів і завчасно подавати керівникові пропозиції щодо їх продовження, "
            "зміни чи припинення",
            "подавати керівникові пропозиції щодо договорів і отримувати на них письмову відповідь",
        ),
        (
            "watch the terms of contracts and propose in good time to renew, change or end them",
            "submit proposals on contracts to the manager and receive a written answer",
        ),
    ),
    "decisions.read": (
        ("виконувати рішення керівника щодо договорів", "ознайомлюватися з рішеннями керівника щодо договорів"),
        ("carry out the manager’s decisions on contracts", "see the manager’s decisions on contracts"),
    ),
    "obligations.record": (
        (
            "вести облік виконання зобов’язань за договорами",
            "отримувати від підрозділів відомості та документи про виконання договорів",
        ),
        (
            "record the performance of obligations under contracts",
            "receive from departments information and documents on the performance of contracts",
        ),
    ),
    "debts.read": (
        (
            "стежити за станом розрахунків за договорами",
            "отримувати відомості про оплати та заборгованість контрагентів",
        ),
        (
            "watch the state of payments under contracts",
            "receive information on payments and debts of counterparties",
        ),
    ),
    "papers.exchange": (
        (
            "обмінюватися з контрагентами документами та контролювати повернення підписаних примірників",
            "надсилати й приймати примірники договорів і первинних документів",
        ),
        (
            "exchange documents with counterparties and see that signed copies come back",
            "send and receive copies of contracts and primary documents",
        ),
    ),
    "requests.make": (
        (
            "отримувати документи, потрібні для укладення та виконання договорів",
            "запитувати в підрозділів і контрагентів відомості та документи",
        ),
        (
            "obtain the documents needed to conclude and perform contracts",
            "ask departments and counterparties for information and documents",
        ),
    ),
    "counterparties.negotiate": (
        (
            "узгоджувати з контрагентами умови договорів, перевіряти їхні реквізити й повноваження підписантів",
            "вести переговори з контрагентами в межах доручення керівника",
        ),
        (
            "agree terms with counterparties, check their details and the authority of their signatories",
            "negotiate with counterparties within the manager’s instructions",
        ),
    ),
    "demands.send": (
        (
            "домагатися належного виконання зобов’язань контрагентами",
            "вимагати від контрагентів виконання зобов’язань",
        ),
        ("see that counterparties perform their obligations", "demand performance from counterparties"),
    ),
}
_TITLES = (("фахівець із договірної роботи", "фахівця із договірної роботи"), ("contract specialist",) * 2)
_KNOWLEDGE = (
    (
        "цивільне законодавство про договори та зобов’язання",
        "правила складання й зберігання первинних документів",
        "порядок електронного документообігу та електронних підписів",
        "правила обчислення строків і строків позовної давності",
    ),
    (
        "the law of contract and obligations",
        "the rules on making and keeping primary documents",
        "electronic documents and signatures",
        "how periods and limitation are counted",
    ),
)
_RELATIONS = (
    (
        ("бухгалтерія", "відомості про оплати й заборгованість", "договори, акти, рахунки та накладні"),
        ("підрозділи-ініціатори договорів", "умови та відомості про виконання", "проєкти договорів і строки"),
        ("керівник підрозділу", "рішення щодо договорів", "пропозиції, нагадування та звіти"),
    ),
    (
        ("accounting", "information on payments and debts", "contracts, certificates, invoices and notes"),
        ("departments that need contracts", "terms and facts of performance", "draft contracts and deadlines"),
        ("head of the department", "decisions on contracts", "proposals, reminders and reports"),
    ),
)
_EDUCATION = ("вища юридична або економічна", "higher, in law or economics")
_EXPERIENCE = ("не менше одного року", "at least one year")


@dataclass(frozen=True, slots=True)
class JobFacts:
    """A job: the rights its duties need, and what the house says of it; empty texts are asked for."""

    rights: Sequence[str]
    title: str = ""
    title_genitive: str = ""
    department: str = ""
    reports_to: str = ""
    substitute: str = ""


def job_context(facts: JobFacts, language: str) -> DocumentContext:
    """The record ``job``; claims work stands in clauses of its own, both among duties and rights."""
    place = 0 if language == "uk" else 1
    texts = [_TEXTS[right][place] for right in facts.rights if right in _TEXTS]
    title, genitive = (facts.title, facts.title_genitive) if facts.title else _TITLES[place]
    record: DocumentContext = {
        "title": title,
        "title_genitive": genitive,
        "department": facts.department,
        "reports_to": facts.reports_to,
        "education": _EDUCATION[place],
        "experience": _EXPERIENCE[place],
        "knowledge": list(_KNOWLEDGE[place]),
        "substitute": facts.substitute,
        "duties": [duty for duty, _ in texts],
        "rights": [right for _, right in texts],
        "claims_work": "claims.prepare" in facts.rights,
        "claims_sending": "claims.send" in facts.rights,
        "relations": [dict(zip(("unit", "receives", "gives"), each, strict=True)) for each in _RELATIONS[place]],
    }
    return {"job": {name: value for name, value in record.items() if value != ""}}
