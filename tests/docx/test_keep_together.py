"""What stays together on a page: announcements with what they announce, signatures with the text before them."""

from contracts.docx.build.keep_together import leads, with_last_kept
from contracts.docx.build.source import Block, ControlTag, PipeTable, SourceLine

SIGNATURES = PipeTable("signatures", [], [["Сторона 1", "Сторона 2"]])
LAST = SourceLine("clause", "Цей акт складено у двох примірниках.")


def test_a_line_that_announces_stays_with_what_it_announces() -> None:
    assert leads([SourceLine("text", "Просимо:"), SourceLine("item", "сплатити борг;")], 0)
    assert not leads([SourceLine("text", "Борг не сплачено."), SourceLine("text", "Просимо сплатити.")], 0)


def test_the_last_paragraph_stays_with_the_signatures() -> None:
    assert leads([LAST, SIGNATURES], 0)


def test_a_paragraph_printed_on_a_condition_does_not_leave_the_signatures_alone() -> None:
    blocks: list[Block] = [
        LAST,
        ControlTag("{% if note %}"),
        SourceLine("text", "{{ note }}"),
        ControlTag("{% else %}"),
        SourceLine("text", "Зауважень немає."),
        ControlTag("{% endif %}"),
        SIGNATURES,
    ]
    assert leads(blocks, 0), "neither branch may be printed"
    assert leads(blocks, 2)
    assert leads(blocks, 4)


def test_of_a_list_before_the_signatures_only_the_last_item_is_kept() -> None:
    item = SourceLine("item", "{{ paper }}")
    made = with_last_kept([ControlTag("{% for paper in papers %}"), item, ControlTag("{% endfor %}"), SIGNATURES])
    assert [getattr(each, "text", "signatures") for each in made] == [
        "{% for paper in papers %}",
        "{% if loop.last %}",
        "{{ paper }}",
        "{% else %}",
        "{{ paper }}",
        "{% endif %}",
        "{% endfor %}",
        "signatures",
    ]
    assert [each.is_kept for each in made if isinstance(each, SourceLine)] == [True, False]


def test_a_list_far_from_the_signatures_is_left_as_it_is() -> None:
    blocks: list[Block] = [
        ControlTag("{% for paper in papers %}"),
        SourceLine("item", "x"),
        ControlTag("{% endfor %}"),
        LAST,
        SIGNATURES,
    ]
    assert with_last_kept(blocks) == blocks


def test_a_heading_above_the_signatures_takes_the_last_clause_with_it() -> None:
    assert leads([LAST, SourceLine("heading", "Реквізити та підписи Сторін"), SIGNATURES], 0)


def test_small_print_stays_together() -> None:
    notes: list[Block] = [
        SourceLine("note", "Надсилається поштою."),
        ControlTag("{% if author.name %}"),
        SourceLine("note", "Виконавець"),
    ]
    assert leads(notes, 0)
    assert not leads(notes, 2)
