"""Words and the wording of "why": every code, in both languages, with its facts filled and nothing left in braces."""

import subprocess
import sys
from datetime import date

import pytest

from contracts.claims.case.rules import claim as claim_steps
from contracts.claims.dunning.rules.ladder import LADDER_REACHED
from contracts.claims.limitation.rules import open_charge as limitation_steps
from contracts.kernel.calendar import Duration
from contracts.kernel.deadline import DeadlineKind
from contracts.kernel.derivation import CodeFact, Step
from contracts.kernel.money import money
from contracts.kernel.refusal import Refusal, system_note
from contracts.kernel.vocabulary import Vocabulary, merged
from contracts.language import Words
from contracts.money.rules import steps as money_steps
from contracts.money.rules.payment_terms import EVENTS
from contracts.registry.rules import steps as steps
from contracts.registry.rules.contract import Choice, NoticeKind, Phase, Renewal, Side, Status
from contracts.registry.rules.fault import renewal_stands_still, terms_overlap
from contracts.subjects import Plugged

#: What the C library says of a file: each stands in the catalogue.
SYSTEM_WORDS = frozenset({
    "Device or resource busy", "Disk quota exceeded", "File exists", "File name too long", "File too large",
    "Input/output error", "Is a directory", "No space left on device", "No such file or directory", "Not a directory",
    "Operation not permitted", "Permission denied", "Read-only file system", "Too many open files",
})  # fmt: skip
SUBJECTS = Plugged()
UK, EN = Words("uk", SUBJECTS), Words("en", SUBJECTS)
OWNERS = (steps, money_steps, limitation_steps, claim_steps)
STEP_CODES = [code for each in OWNERS for name, code in vars(each).items() if code == name.lower()] + [LADDER_REACHED]
NOTICE = [
    Step(steps.END_STATED, date(2026, 12, 31), (("clause_no", "7.1"),)),
    Step(
        steps.NOTICE_SUBTRACTED,
        date(2026, 12, 1),
        (("last_day", date(2026, 12, 31)), ("notice", Duration(30, "day")), ("clause_no", "7.3")),
    ),
    Step(
        steps.DELIVERY_SUBTRACTED,
        date(2026, 11, 23),
        (("method", CodeFact("method", "letter")), ("days", Duration(8, "day"))),
    ),
    Step(steps.METHOD_UNTIL, date(2026, 11, 27), (("method", CodeFact("method", "courier")),)),
]


def _plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def test_why_in_one_line_reads_as_a_lawyer_would_write_it() -> None:
    assert _plain(UK.why_line(NOTICE)) == (
        "строк до чт 31.12 (п. 7.1), мінус 30 днів, вт 01.12 (п. 7.3), мінус 8 днів рекомендованого листа"
    )
    assert _plain(EN.why_line(NOTICE)) == (
        "term to Thu 31 Dec (cl. 7.1), less 30 days, Tue 1 Dec (cl. 7.3), less 8 days of registered post"
    )


def test_why_step_by_step_gives_every_date_its_year() -> None:
    assert [_plain(each) for each in UK.why_steps(NOTICE)] == [
        "Строк договору – до чт 31.12.2026 включно (п. 7.1)",
        "Строк для відмови — 30 днів (п. 7.3): останній день — вт 01.12.2026",
        "На доставку рекомендованим листом — 8 днів: відправити до пн 23.11.2026 включно",
        "Відправити кур’єром: до пт 27.11.2026",
    ]


def test_a_year_other_than_that_of_the_result_is_written_in_the_line() -> None:
    ends = [
        Step(steps.END_STATED, date(2027, 1, 31)),
        Step(steps.LEAD_SUBTRACTED, date(2026, 12, 17), (("lead", Duration(45, "day")),)),
    ]
    assert "31.01.2027" in UK.why_line(ends)


@pytest.mark.parametrize("code", STEP_CODES)
@pytest.mark.parametrize("words", [UK, EN], ids=["uk", "en"])
def test_every_code_has_its_words(code: str, words: Words) -> None:
    bare = Step(code, date(2026, 11, 23))
    said, line = words.why_steps([bare])[0], words.why_line([bare])
    assert code in SUBJECTS.words.steps and "{" not in said + line
    is_beside = SUBJECTS.words.steps[code].is_beside  # what stands beside the way is no piece of the line
    assert line or is_beside or code in (steps.METHOD_UNTIL, steps.DELIVERED_AT_ONCE)


def test_a_code_of_a_later_release_is_still_read() -> None:
    assert UK.why_steps([Step("brand_new", date(2026, 11, 23))]) == ["brand new: пн 23.11.2026"]


def test_every_code_of_core_is_named() -> None:
    tables = SUBJECTS.words.tables
    assert set(tables["phase"]) >= {*Phase, *Status}
    assert set(tables["kind"]) == set(tables["act"]) == set(DeadlineKind)
    assert set(tables["renewal"]) == set(Renewal) and set(tables["choice"]) == set(Choice)
    assert set(tables["notice"]) == {f"{side}_{kind}" for side in Side for kind in NoticeKind}
    assert set(tables["payment_event"]) == {*EVENTS, "demand", "terms"}
    assert not set(tables) & {"day", "length", "money"}, "they are types of facts"
    assert UK.kind("post_notice") == "Відправити повідомлення про відмову від продовження"
    assert UK.phase("notice_window") == "триває строк для відмови" and UK.missing("notice") == "строку для відмови"
    assert UK.missing("some_new_fact") == "some new fact"


@pytest.mark.parametrize(
    ("n", "uk", "en"),
    [
        (0, "сьогодні", "today"),
        (1, "завтра", "tomorrow"),
        (3, "через 3 дні", "in 3 days"),
        (21, "через 21 день", "in 21 days"),
        (-1, "прострочено на 1 день", "1 day late"),
        (-4, "прострочено на 4 дні", "4 days late"),
    ],
)
def test_distances(n: int, uk: str, en: str) -> None:
    assert _plain(UK.days_left(n)) == uk and _plain(EN.days_left(n)) == en


def test_facts_are_worded_by_their_type() -> None:
    assert _plain(UK.say("{a}; {b}; {c}", a=date(2026, 11, 23), b=money("5", "UAH"), c=Duration(3, "month"))) == (
        "23.11.2026; 5,00 грн; 3 місяці"
    )


def test_a_refusal_is_worded_with_its_days_and_lengths() -> None:
    late = terms_overlap(2, date(2026, 2, 1), date(2026, 3, 1))
    assert _plain(UK.refusal(late)).startswith("Строк № 2 починається 01.02.2026, а попередній діє до 01.03.2026")
    assert "for 0 days" in _plain(EN.refusal(renewal_stands_still(2, Duration(0, "day"))))


def test_what_a_person_entered_is_not_taken_for_a_placeholder() -> None:
    assert UK.say("{text}", text="{oops} %s") == "{oops} %s"


def test_nothing_heavy_is_loaded_with_the_package() -> None:
    code = "import sys, contracts.language; print(*({'babel', 'jinja2', 'shevchenko', 'gettext'} & {*sys.modules}))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.strip() == ""


@pytest.mark.parametrize("said", sorted(SYSTEM_WORDS))
def test_what_the_system_says_of_a_file_is_said_in_the_language_of_the_reader(said: str) -> None:
    refusal = Refusal("{file} cannot be read: {reason}.", file="x", reason=system_note(OSError(1, said)))
    assert said not in Words("uk").refusal(refusal) and said in Words("en").refusal(refusal)


def test_what_was_decided_is_worded_in_a_refusal_and_never_a_code() -> None:
    refusal = Refusal(
        "{number} is decided already: {choice}, for {day}.", number="5", choice=CodeFact("choice", "terminate"), day="x"
    )
    assert "terminate" not in UK.refusal(refusal) and "do not renew" in EN.refusal(refusal)
    assert str(refusal) == "5 is decided already: terminate, for x."


@pytest.mark.parametrize("code", sorted(SUBJECTS.words.tables["event"]))
def test_every_event_of_a_contract_is_told_in_words(code: str) -> None:
    english = SUBJECTS.words.tables["event"][code]
    assert EN.event(code) == english and UK.event(code) not in ("", english)


def test_words_that_know_no_subject_say_so_instead_of_showing_codes() -> None:
    with pytest.raises(LookupError, match="sockets"):
        Words("uk").kind("expiry")


def test_two_subjects_never_word_the_same_code() -> None:
    one = Vocabulary(tables={"kind": {"expiry": "x"}})
    assert merged([one, Vocabulary(tables={"kind": {"signature": "y"}})]).tables["kind"].keys() == {
        "expiry",
        "signature",
    }
    with pytest.raises(ValueError, match="expiry"):
        merged([one, one])


def test_f_what_is_still_open_is_told_in_ukrainian() -> None:
    from contracts.registry.lifecycle import NotClosed, _in_words

    open_ = (("term", "notice_window"), ("draft amendment", "2"), ("open payable", "10.00 UAH"))
    told = UK.refusal(NotClosed("{rest}", rest=_in_words(open_)))
    assert told == "строк дії: триває строк для відмови; непідписана додаткова угода: 2; винні ми: 10.00 UAH"
