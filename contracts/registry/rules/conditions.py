"""Everything people enter about a contract, each fact once: its type, option, column, words (architecture, 6).

Registering, editing, importing, amending, exporting and documents read this table. A new condition is an entry here, an
attribute of ``Conditions``, a column, and the translation of its help.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from contracts.kernel.calendar import Duration
from contracts.kernel.money import Money
from contracts.kernel.refusal import N_
from contracts.registry.rules.contract import Conditions, ConditionValue, EndRule, NoticeCounts, Renewal


class Bilingual(NamedTuple):
    """A text in the two languages of registers and documents."""

    uk: str
    en: str

    def in_language(self, language: str) -> str:
        """The Ukrainian text, or the English one for every other language."""
        return self.uk if language == "uk" else self.en


@dataclass(frozen=True, slots=True)
class ContractField:
    """One fact of a contract.

    ``kind`` decides how it is read, kept and shown. ``help`` is the help of its option, ``amended`` that of an
    amendment; without a help it has no option. ``default`` is what clearing leaves. ``header`` is its column in our
    own export, ``synonyms`` phrases other registers use for it, parted by commas (:mod:`.exchange.columns`), and
    ``read_from`` the fields whose cells may tell it when it has no column of its own. ``words`` name it in documents.
    """

    name: str
    kind: type[object]
    help: str = ""
    option: str = ""
    metavar: str = "TEXT"
    amended: str = ""
    default: ConditionValue = None
    longest: int = 0
    has_lines: bool = False
    is_amendable: bool = False
    is_in_edition: bool = True
    read_from: tuple[str, ...] = ()
    header: Bilingual | None = None
    words: Bilingual | None = None
    synonyms: str = ""

    @property
    def flag(self) -> str:
        """Its option on the command line."""
        return self.option or f"--{self.name.replace('_', '-')}"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns it is kept in."""
        return ("amount_minor", "currency") if self.kind is Money else (self.name,)

    @property
    def is_condition(self) -> bool:
        """Whether the rules calculate with it."""
        return self.name in Conditions.__dataclass_fields__


CONTRACT_FIELDS: Final = (
    ContractField(
        "number", str, N_("Number on the paper; б/н where it bears none."), default="", longest=120,
        header=Bilingual("Номер договору", "Contract number"),
        synonyms=(
            "номер дог, № дог, договір №, номер контр, № контр, номер уг, № уг, № та дат, номер та дат, номер і дат, "
            "№ і дат, № дат дог, номер дат, реквізит дог, contract no=, contract number, contract №, contract id, "
            "agreement no=, agreement number, contract ref, договор №, номер и дат, № и дат, =номер, =number, "
            "=договір, =договор, =contract, =agreement, =№, filename, file name, =no, contract code, =назва файлу, "
            "номер документ, № документ, =document, document no=, document number, contract reference, шифр дог, "
            "=реквізити, =документ, назва та номер, назва і номер, vertrags nr, vertragsnummer, vertragsnr, договір=, "
            "договор=, контракт=, contract #, agreement #, номер згідно дог, agreement id, agreement ref, "
            "contractnumber, vertrag nr, umowa nr, nr umowy"
        ),
    ),
    ContractField(
        "their_number", str, N_("The counterparty's own number of the contract."), default="", longest=120,
        header=Bilingual("Номер контрагента", "Counterparty number"),
        synonyms=(
            "номер контрагент, № контрагент, їх номер, their number, counterparty number, counterparty ref, номер "
            "контрагента дог"
        ),
    ),
    ContractField(
        "title", str, N_("What the contract is about, in a few words."), default="", longest=500,
        header=Bilingual("Предмет договору", "Subject"),
        synonyms=(
            "предмет, назва дог, найменув дог, зміст дог, суть дог, subject, title, contract name, agreement name, "
            "document name, опис, description, =назва, =name, зміст, найменув послуг, найменув товар, вид послуг, "
            "назва послуг, что, содержан, наименов дог, товар, послуг, робіт, =тема, scope of work, "
            "vertragsgegenstand, gegenstand, =найменування, purpose, послуга, предмет закупівлі, тип послуг, what "
            "for, zakres, предмет догов, project, про що"
        ),
    ),
    ContractField(
        "subject", str, N_("The subject as the contract words it."), default="", longest=2000,
    ),
    ContractField(
        "goods", str, N_("The goods, as papers name them: ceramic tableware; not the action."), default="",
        longest=1000,
    ),
    ContractField(
        "services", str, N_("The services, as papers name them: cleaning of offices; not the action."), default="",
        longest=1000,
    ),
    ContractField(
        "works", str, N_("The works, as papers name them: repair of the roof; not the action."), default="",
        longest=1000,
    ),
    ContractField(
        "payment_for", str, N_("What is paid for, as the payer's bank reads it after «за»."), default="", longest=500,
    ),
    ContractField(
        "vat_ground", str, N_("Why no VAT is charged, as papers say it in brackets."), default="", longest=500,
    ),
    ContractField(
        "type", str, N_("Type of contract: supply, services, lease."), default="", longest=40,
        header=Bilingual("Вид договору", "Contract type"),
        synonyms=(
            "вид дог, тип дог, категорі дог, категорія, contract type, agreement type, type of contract, =type, =вид, "
            "=тип, contract category"
        ),
    ),
    ContractField(
        "note", str, N_("A note."), default="", longest=4000, has_lines=True,
        header=Bilingual("Примітки", "Notes"),
        synonyms="примітк, комент, зауваж, додатков інформ, note, comment, remark, примеч, коммент, =інше",
    ),
    ContractField(
        "dated_on", date, N_("The date on the page."), option="--dated",
        header=Bilingual("Дата договору", "Contract date"),
        synonyms=(
            "дата дог, дата укла, дата контр, дата док, від якого числа, contract date, agreement date, date of "
            "contract, date of agreement, conclusion date, =дата, =date, =від, дата заключ, дата подпис, signing "
            "date, signature date, date signed, signed date, signed on, дата підпис, =signed, =укладено, дата угод, "
            "execution date, date executed, =dated, =dated on, =agreement answer, дата видачі, =от, vertragsdatum"
        ),
    ),
    ContractField(
        "signed_by_us_on", date,
        header=Bilingual("Підписано нами", "Signed by us"),
        synonyms="підписано нами, дата підпису наш, signed by us, наш підпис",
    ),
    ContractField(
        "signed_by_them_on", date,
        header=Bilingual("Підписано контрагентом", "Signed by them"),
        synonyms="підписано контраг, підписано іншою, signed by them, signed by counterparty, підпис контраг",
    ),
    ContractField(
        "concluded_on", date, N_("The day the contract was concluded."), option="--concluded",
    ),
    ContractField(
        "first_day", date, N_("First day of effect."), option="--start", read_from=("last_day", "length"),
        header=Bilingual("Діє з", "Start date"),
        words=Bilingual("Початок дії", "First day"),
        synonyms=(
            "діє з=, дійсн з=, діє від=, початок, дата почат, дата набр, набрання чинн, набуття чинн, чинн з=, start, "
            "effective, commence, valid from, in force from, date from, begin, действует с=, дата нач, начало, "
            "вступлен в силу, строк дії з=, термін дії з=, строк ді від=, first day, start date, effective date, =з, "
            "=from, дія з=, термін ді почат, строк ді почат, срок действ с=, строк дог з=, vertragsbeginn, beginn, "
            "laufzeit von=, початок робіт, in effect, effective as of, набув чинності, набирає чинності, дата вступ"
        ),
    ),
    ContractField(
        "length", Duration, N_("Length of the first term: 12m, 1y, 90d."), is_in_edition=False,
        read_from=("last_day",),
        header=Bilingual("Строк у міс., роках", "Length"),
        words=Bilingual("Тривалість строку", "Length of the term"),
        synonyms="строк у міс, length, строк у рок, тривалість, термін міс, строк міс",
    ),
    ContractField(
        "last_day", date, N_("Last day of the first term, inclusive."), amended=N_("The new last day, inclusive."),
        is_amendable=True, read_from=("length",),
        header=Bilingual("Діє до", "End date"),
        words=Bilingual("Строк дії", "Last day"),
        synonyms=(
            "діє до=, дійсн до=, діє по=, чинн до=, дата закін, дата заверш, дата оконч, закінч, заверш, кінець, "
            "кінцева дата, expir, end date, end of term, valid until, valid to, valid till, date to=, terminates on, "
            "last day, действует до=, действует по=, окончан, строк дії до=, строк дії по=, термін дії до=, термін "
            "дії по=, expiration date, expiry, дата спливу, діє включно, термін ді закінч, строк ді закінч, срок "
            "действ до=, срок действ по=, =до, =по, =until, =end, =to, строк дог до=, строк ді договору до=, дія до=, "
            "ends on, end on, дата оконч действ, строк ді договору по=, граничн строк ді, vertragsende, =ende, "
            "laufzeit bis=, закінчення робіт, expires, term ends, дійсний по=, строк дії по=, кінець дії, валідний "
            "до=, закрит до=, дата конец, конец, завершення дії, data końca"
        ),
    ),
    ContractField(
        "end_rule", EndRule, N_("How a last day is counted from a length."), default=EndRule.DAY_BEFORE,
        is_in_edition=False, read_from=("last_day", "renewal", "length"),
        header=Bilingual("Правило закінчення", "End rule"),
        synonyms="правило закінч, end rule",
    ),
    ContractField(
        "renewal", Renewal, N_("What happens at the end of a term."), is_amendable=True, read_from=("last_day",),
        header=Bilingual("Пролонгація", "Renewal"),
        words=Bilingual("Порядок продовження", "Renewal"),
        synonyms=(
            "пролонг, автопролонг, подовж, продовж, renewal, auto renew, autorenew, renews, prolong, продлен, порядок "
            "продовж, умови пролонг, renewal type, renewal kind, extension, автоматич пролонг, verlängerung, extends, "
            "evergreen, rollover, roll over, rolling, умови подовження, чи продовж, продовження дії"
        ),
    ),
    ContractField(
        "renewal_length", Duration, N_("Length of a renewal."), is_amendable=True, read_from=("renewal", "last_day"),
        header=Bilingual("Строк пролонгації", "Renewal period"),
        words=Bilingual("Тривалість продовження", "Length of a renewal"),
        synonyms=(
            "строк пролонг, термін пролонг, період пролонг, строк подовж, термін подовж, строк продовж, renewal term, "
            "renewal period, renewal length, extension term, extension period, срок продлен, срок пролонг, пролонг "
            "на=, подовж на=, renews for"
        ),
    ),
    ContractField(
        "max_renewals", int, N_("How many renewals at most."), is_amendable=True, read_from=("renewal", "last_day"),
        header=Bilingual("Макс. пролонгацій", "Max. renewals"),
        words=Bilingual("Найбільша кількість продовжень", "Greatest number of renewals"),
        synonyms=(
            "макс пролонг, макс подовж, кількість пролонг, кількість подовж, max renewal, number of renewal, renewal "
            "cap, межа пролонг, ліміт пролонг, maximum renewal, колич продлен, скільки пролонг"
        ),
    ),
    ContractField(
        "notice", Duration, N_("Notice period: 30d, 2m, 10wd."), is_amendable=True, read_from=("renewal", "last_day"),
        header=Bilingual("Строк повідомлення про відмову", "Notice period"),
        words=Bilingual("Строк повідомлення", "Notice period"),
        synonyms=(
            "строк повідомл, термін повідомл, повідомл про відмов, строк попередж, термін попередж, попередж про, "
            "notice period, notice, notice days, notice term, термін відмов, строк відмов, повідомлення за=, "
            "попередити за=, повідомити за=, срок уведомл, уведомл, cancellation period, notice to terminate, за "
            "скільки днів, попередження розірв, =повідомлення, термін письмов попередж, notice period to terminate "
            "renewal, termination notice, non renewal notice, днів до повідомл, попередж днів, =попередження, "
            "попередж за=, попередити про, kündigungsfrist, notice to cancel, cancel by, попереджати, період повідом, "
            "notice d=, термін поперед, строк відмови"
        ),
    ),
    ContractField(
        "notice_counts", NoticeCounts, N_("What must happen in time."), default=NoticeCounts.RECEIVED,
        is_amendable=True, read_from=("notice", "renewal"),
        header=Bilingual("Відмова рахується від", "Notice counts from"),
        words=Bilingual("Що враховують за строком повідомлення", "What counts for notice"),
        synonyms=(
            "відмова рах, повідомл рах, рахується від, рахується з=, notice counts, counts from, момент повідомл, "
            "notice counted"
        ),
    ),
    ContractField(
        "notice_methods", tuple, N_("A way of sending a notice; the usual one first."), option="--method", default=(),
        is_amendable=True, read_from=("notice", "renewal"),
        header=Bilingual("Спосіб повідомлення", "Notice method"),
        words=Bilingual("Спосіб повідомлення", "Way of giving notice"),
        synonyms=(
            "спосіб повідомл, спосіб надсил, спосіб відправ, форма повідомл, канал повідомл, notice method, method of "
            "notice, delivery method, способ уведомл, notice method s, як повідомл"
        ),
    ),
    ContractField(
        "asked_end", date, N_("The day an open-ended contract is asked to end on."), is_amendable=True,
        is_in_edition=False,
        header=Bilingual("Бажана дата завершення", "Requested end"),
        words=Bilingual("День припинення", "Day of ending"),
        synonyms="бажана дата заверш, asked end, requested end, планована дата припин",
    ),
    ContractField(
        "amount", Money, N_("Amount of the contract: 1248000.00."), amended=N_("The new amount of the contract."),
        is_amendable=True,
        header=Bilingual("Сума договору", "Amount"),
        words=Bilingual("Ціна Договору", "Price of the Agreement"),
        synonyms=(
            "сума, сума дог, вартість, ціна дог, ціна, загальна сума, загальна варт, бюджет, ліміт дог, amount, "
            "value, price, contract value, contract sum, total, cost, сумма, стоимость, цена дог, сума з пдв, "
            "вартість з пдв, очікувана варт, =sum, розмір дог, contract amount, total value, betrag, vertragswert, "
            "=tcv, tcv, =acv, deal size, =budget, total contract, сума угод, wert, kwota, wartość, ціна контракту, "
            "загальна сума договору, сума в т= ч= пдв, сума в тому числі пдв, сума урахув пдв, вартість урахув пдв, "
            "amount incl vat, value incl vat, сумма с ндс, сума включ пдв"
        ),
    ),
    ContractField(
        "payment_terms", str, N_("When is paid, in words."), default="", longest=1000, is_amendable=True,
        header=Bilingual("Умови оплати", "Payment terms"),
        words=Bilingual("Порядок оплати", "Payment terms"),
        synonyms=(
            "умови оплат, порядок оплат, строк оплат, термін оплат, умови розрах, порядок розрах, payment term, "
            "payment cond, payment, услов оплат, відстрочка, оплата, розрахунк"
        ),
    ),
    ContractField(
        "penalty", str, N_("Agreed penalty: per cent a day such as 0.1, or nbu2."), default="", longest=100,
        is_amendable=True,
        header=Bilingual("Пеня", "Penalty"),
        words=Bilingual("Пеня", "Penalty"),
        synonyms=(
            "пеня, неустойк, штраф, penalty, late fee, late payment, пени, штрафн санк, відповідальність за простроч, "
            "розмір пені, liquidated"
        ),
    ),
    ContractField(
        "is_confidential", bool, N_("Shown to its owner, its readers and auditors only."),
        option="--confidential", default=False,
        header=Bilingual("Конфіденційно", "Confidential"),
        synonyms="конфіденц, confidential, таємн, конфиденц, комерційна таємн",
    ),
    ContractField(
        "country", str, N_("Country of the working days."), metavar="CC", default="UA", longest=2,
    ),
    ContractField(
        "languages", str, default="uk", longest=20,
    ),
    ContractField(
        "prevailing_language", str, default="", longest=5,
    ),
)  # fmt: skip
FIELD_BY_NAME: Final[Mapping[str, ContractField]] = {each.name: each for each in CONTRACT_FIELDS}
#: What the rules calculate with, in the order of the table.
CONDITIONS: Final = tuple(each for each in CONTRACT_FIELDS if each.is_condition)
#: The names an amendment may change; the last three are kept by their wording only.
AMENDABLE: Final = (
    *(each.name for each in CONTRACT_FIELDS if each.is_amendable),
    *("party_details", "signatory", "text"),
)
