"""MT940 and MT942: marks, days, dialects of field 86, and what is refused; the library mt-940 is the oracle."""

from datetime import date

import mt940
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from contracts.kernel.money import Money
from contracts.money.rules.statement import StatementFault, StatementLine
from contracts.money.statements import read_statement


def message(*lines: str, opening: str = "C260101EUR100,00", closing: str | None = None) -> bytes:
    fields = [":20:S1", ":25:37040044/0532013000EUR", ":28C:1/1", f":60F:{opening}", *lines]
    return "\r\n".join([*fields, *([f":62F:{closing}"] if closing else []), "-", ""]).encode()


def line(text: str, details: str = "", closing: str = "C260131EUR101,00") -> StatementLine:
    (found,) = read_statement(message(f":61:{text}", f":86:{details}", closing=closing), "a.sta")
    return found.lines[0]


@pytest.mark.parametrize(
    ("mark", "sign"), [("C", 1), ("D", -1), ("RD", 1), ("RC", -1), ("CR", 1), ("DR", -1), ("RDR", 1)]
)
def test_the_mark_tells_the_direction_and_a_reversal_turns_it(mark: str, sign: int) -> None:
    closing = "C260131EUR101,00" if sign > 0 else "C260131EUR99,00"
    assert line(f"260115{mark}1,00NTRFNONREF", closing=closing).amount == Money(100 * sign, "EUR")


def test_the_booking_day_is_in_the_year_nearest_to_the_value_day() -> None:
    found = line("2512310102C1,00NTRFNONREF")
    assert (found.value_on, found.booked_on) == (date(2025, 12, 31), date(2026, 1, 2))


def test_references_of_payer_and_bank_are_told_apart() -> None:
    found = line("2601150115C1,NTRFINV 5//BANK-77")
    assert (found.document_no, found.reference) == ("INV 5", "BANK-77")


def test_german_numbered_parts() -> None:
    details = (
        "166?00GUTSCHRIFT?20EREF+E2E-5?21SVWZ+Rechnung 17 vom 05.01?30COBADEFFXXX?31DE75512108001245126199?32Lan GmbH"
    )
    found = line("2601150115C1,NTRFNONREF", details)
    assert (found.purpose, found.other_bank, found.other_account, found.other_name, found.document_no) == (
        "Rechnung 17 vom 05.01", "COBADEFFXXX", "DE75512108001245126199", "Lan GmbH", "E2E-5",
    )  # fmt: skip


def test_polish_numbered_parts_after_a_code_that_stands_twice() -> None:
    parts = "073~00PRZELEW~20Faktura 17/2026~21 z dnia 05.01~3010901014~32KOWALSKI SP. Z O.O.~33UL. PROSTA 5"
    data = message(
        ":61:2601150115CN1,00NTRFNONREF//12345",
        ":86:073",
        f":86:{parts}",
        "~38PL27114020040000300201355387",
        closing="C260131EUR101,00",
    )
    (found,) = read_statement(data, "a.sta")
    one = found.lines[0]
    assert (one.other_name, one.other_account, one.purpose, one.reference) == (
        "KOWALSKI SP. Z O.O. UL. PROSTA 5", "PL27114020040000300201355387", "Faktura 17/2026 z dnia 05.01", "12345",
    )  # fmt: skip


@pytest.mark.parametrize("encoding", ["cp1251", "cp1125", "utf-8", "utf-8-sig", "utf-16"])
def test_plain_words_of_a_bank_of_ukraine_in_any_encoding(encoding: str) -> None:
    words = 'Оплата за актом 5, ТОВ "Лан", ЄДРПОУ 38765432, UA903052992990004149123456789'
    data = message(":61:2601150115C1,00NTRF5//J1", f":86:{words}", closing="C260131EUR101,00")
    (found,) = read_statement(data.decode().encode(encoding), "a.sta")
    one = found.lines[0]
    assert (one.purpose, one.other_code, one.other_account) == (words, "38765432", "UA903052992990004149123456789")


def test_pages_of_one_message_are_one_statement_with_its_twins() -> None:
    data = message(
        ":61:260115C1,00NTRFNONREF", ":62M:C260115EUR101,00", ":28C:1/2", ":60M:C260115EUR101,00",
        ":61:260115C1,00NTRFNONREF", closing="C260115EUR102,00",
    )  # fmt: skip
    (found,) = read_statement(data, "a.sta")
    assert (found.account, [each.ordinal for each in found.lines]) == ("0532013000", [1, 2])


@pytest.mark.parametrize(
    "text", ["20260115C1,00NTRFNONREF", "260115 C 1,00 NTRF NONREF", "260115CR1NTRF", "2601150000C1,NMSCNONREF"]
)
def test_lines_as_programs_of_banks_write_them(text: str) -> None:
    assert (line(text).amount, line(text).booked_on) == (Money(100, "EUR"), date(2026, 1, 15))


def test_balances_below_zero_and_a_message_moved_to_the_right() -> None:
    data = message(":61:260115C1,00NTRFNONREF", opening="D260101EUR100,00", closing="D260131EUR99,00")
    moved = b"".join(b"  " + each for each in data.splitlines(keepends=True))
    for each in (data, moved, b"BANKDEFF\r\n940\r\n" + data):
        (found,) = read_statement(each, "a.sta")
        assert (found.opening, found.closing) == (Money(-10000, "EUR"), Money(-9900, "EUR"))


def test_dutch_words() -> None:
    details = "/TRTP/SEPA/IBAN/NL91ABNA0417164300/BIC/ABNANL2A/NAME/Lan BV/REMI/Factuur 17/EREF/E5"
    found = line("2601150115C1,NTRFNONREF", details)
    assert (found.purpose, found.other_account, found.other_name, found.document_no) == (
        "Factuur 17", "NL91ABNA0417164300", "Lan BV", "E5",
    )  # fmt: skip


def test_an_iban_in_plain_text_is_the_other_account() -> None:
    assert (
        line("260115C1,NTRFNONREF", "LAN AG CH9300762011623852957 RECHNUNG 5").other_account == "CH9300762011623852957"
    )


def test_an_envelope_of_the_network_is_no_part_of_the_statement() -> None:
    body = message(":61:260115C1,00NTRFNONREF", closing="C260131EUR101,00").replace(b"-\r\n", b"-}\r\n")
    (found,) = read_statement(b"{1:F01BANKDEFFAXXX0000000000}{2:I940BANKDEFFXXXXN}{4:\r\n" + body, "a.sta")
    assert len(found.lines) == 1


def test_a_report_of_the_day_has_sums_and_no_balances() -> None:
    data = b":20:X\n:25:123\n:28C:1\n:34F:EUR0,\n:13D:2601151200+0100\n:61:260115C2,00NTRFNONREF\n:90C:1EUR2,00\n-\n"
    (found,) = read_statement(data, "a.sta")
    assert (found.format, [each.amount.minor for each in found.lines]) == ("mt942", [200])
    for wrong in (data.replace(b"1EUR2,00", b"1EUR3,00"), data.replace(b":90C:1", b":90D:0EUR0,\n:90C:2")):
        with pytest.raises(StatementFault) as refused:
            read_statement(wrong, "a.sta")
        assert refused.value.code == "total_differs"


def test_a_report_or_a_page_that_breaks_off_is_refused_or_noted() -> None:
    report = ":20:X\n:25:123\n:28C:1\n:34F:EUR0,\n:13D:2601151200+0100\n:61:260115C2,00NTRFNONREF\n"
    assert len(read_statement(f"{report}-\n".encode(), "a.sta")[0].lines) == 1
    with pytest.raises(StatementFault) as refused:
        read_statement(report.encode(), "a.sta")
    assert refused.value.code == "truncated"
    page = message(":61:260115C1,00NTRFNONREF", ":62M:C260115EUR101,00")
    assert "interim balance" in read_statement(page, "a.sta")[0].notes[0]


def test_messages_that_follow_each_other_count_equal_lines_of_a_day_together() -> None:
    first = message(":61:260115C1,00NTRFNONREF", closing="C260115EUR101,00")
    second = message(":61:260115C1,00NTRFNONREF", opening="C260115EUR101,00", closing="C260115EUR102,00")
    (found,) = read_statement(first + second, "a.sta")
    assert [each.ordinal for each in found.lines] == [1, 2]


def test_cyrillic_in_the_code_page_of_windows_is_read() -> None:
    data = message(":61:260115C1,00NTRFNONREF", ":86:Оплата за послуги згідно з рахунком", closing="C260131EUR101,00")
    (found,) = read_statement(data.decode().encode("cp1251"), "a.sta")
    assert found.lines[0].purpose == "Оплата за послуги згідно з рахунком"


@pytest.mark.parametrize(
    ("lines", "closing", "code"),
    [
        ((":61:260115C1,00NTRFNONREF",), "C260131EUR999,00", "balance_differs"),
        ((":61:260230C1,00NTRFNONREF",), "C260131EUR101,00", "bad_day"),
        ((":61:2601150230C1,00NTRFNONREF",), "C260131EUR101,00", "bad_day"),
        ((":61:260115C1,00000NTRFNONREF",), "C260131EUR101,00", None),
        ((":61:260115C1,12345NTRFNONREF",), "C260131EUR101,00", "bad_sum"),
        ((":61:something else",), "C260131EUR100,00", "bad_line"),
        ((":61:260115C1,00NTRFNONREF",), None, "truncated"),
        ((":61:260115C1,00NTRFNONREF",), "C260131USD101,00", "currencies_mixed"),
    ],
)
def test_what_is_wrong_is_refused(lines: tuple[str, ...], closing: str | None, code: str | None) -> None:
    data = message(*lines, closing=closing)
    if code is None:
        assert read_statement(data, "a.sta")
        return
    with pytest.raises(StatementFault) as refused:
        read_statement(data, "a.sta")
    assert refused.value.code == code
    assert str(refused.value)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(st.integers(1, 10**9), st.sampled_from("CD"), st.dates(date(1990, 1, 1), date(2070, 1, 1))),
        max_size=5,
    ),
    st.integers(0, 10**9),
)
def test_what_is_written_comes_back_as_the_library_reads_it(rows: list[tuple[int, str, date]], opening: int) -> None:
    def comma(minor: int) -> str:
        return f"{abs(minor) // 100},{abs(minor) % 100:02}"

    moved = sum(minor if mark == "C" else -minor for minor, mark, _ in rows)
    closing = opening + moved
    texts = [
        part for minor, mark, on in rows for part in (f":61:{on:%y%m%d}{mark}{comma(minor)}NTRFNONREF", ":86:text")
    ]
    data = message(
        *texts,
        opening=f"C260101EUR{comma(opening)}",
        closing=f"{'C' if closing >= 0 else 'D'}260131EUR{comma(closing)}",
    )
    (found,) = read_statement(data, "a.sta")
    assert [(abs(x.amount.minor), "C" if x.amount.minor > 0 else "D", x.booked_on) for x in found.lines] == rows
    oracle = mt940.parse(data.decode())
    assert [x.amount.amount for x in found.lines] == [each.data["amount"].amount for each in oracle.transactions]
