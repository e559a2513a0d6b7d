"""The ladder by commands alone: drafted, decided, sent by mail, its delivery recorded, an insolvent debtor marked."""

from pathlib import Path

from tests.cli.test_money import run, said  # noqa: F401

YARD = "99100001"


def ready(run):  # noqa: F811
    """The company has an account and a signatory, the debtor an address."""
    account = ("UA213223130000026007233566001", "--bank", "АТ «Банк»")
    signs = ("Гнатюк Ірина Степанівна", "--position", "директорка", "--basis", "Статут")
    for words in (
        ("company", "account", *account),
        ("company", "signatory", *signs),
        ("party", "set", YARD, "--email", "office@yard.example"),
    ):
        done = run(*words)
        assert done.exit_code == 0, done.output


def test_a_reminder_is_drafted_looked_at_and_sent_by_mail(run, tmp_path):  # noqa: F811
    ready(run)
    (drafted,) = said(run("dunning", "draft", "--json"))
    assert (drafted["level"], drafted["template"], drafted["documents"], drafted["state"]) == (
        *(1, "reminder"),
        *(2, "proposed"),
    )
    assert "1, reminder" in run("dunning", "list").stdout
    (sent,) = said(run("dunning", "send", "-o", str(tmp_path / "letters"), "--json"))
    assert (sent["mail_to"], sent["refused"], Path(sent["file"]).is_file()) == ("office@yard.example", None, True)
    assert len(list((tmp_path / "data" / "mail").rglob("*.eml"))) == 1
    assert said(run("dunning", "draft", "--json")) == []
    shown = said(run("dunning", "show", "--json"))
    assert [(each["document"], each["level"], each["next_level"]) for each in shown] == [
        ("АКТ-1", 1, 2),
        ("АКТ-2", 1, 2),
    ]
    assert all(len(line) <= 80 for line in run("dunning", "show").stdout.splitlines())


def test_what_became_of_a_letter_is_recorded(run, tmp_path):  # noqa: F811
    ready(run)
    run("dunning", "draft")
    run("dunning", "send", "-o", str(tmp_path))
    done = said(run("dunning", "record", YARD, "returned", "--how", "конверт повернувся", "--json"))
    assert (done["level"], done["outcome"], done["answer_by"]) == (1, "returned", "2026-12-01")
    refused = run("dunning", "record", YARD, "delivered", "--on", "2026-12-24")
    assert (refused.exit_code, "cannot be" in refused.output) == (1, True)
    assert said(run("dunning", "show", "--json"))[0]["is_presumed"] is False


def test_without_an_account_a_reminder_says_what_is_missing(run, tmp_path):  # noqa: F811
    run("dunning", "draft")
    (sent,) = said(run("dunning", "send", "-o", str(tmp_path), "--json"))
    assert "own.iban" in sent["refused"] and sent["file"] is None


def test_all_debtors_of_a_level_are_decided_at_once(run):  # noqa: F811
    assert run("dunning", "decide").exit_code == 2
    run("dunning", "draft")
    (left,) = said(run("dunning", "decide", "--all", "1", "--leave-out", "--reason", "свята", "--json"))
    assert (left["state"], left["reason"]) == ("excluded", "свята")
    assert said(run("dunning", "send", "--json")) == []
    nobody = run("dunning", "decide", "--all", "3")
    assert (nobody.exit_code, "No letter of level 3" in nobody.output) == (1, True)


def test_an_insolvent_debtor_is_marked_and_a_skip_proposed(run):  # noqa: F811
    assert said(run("party", "insolvent", YARD, "--source", "ухвала № 910/1/26", "--json"))["insolvent_from"]
    assert "insolvent" in run("party", "list").stdout
    assert said(run("dunning", "draft", "--json"))[0]["skip"] == "insolvency"
    assert "consider going to court" in " ".join(run("dunning", "list").stdout.split())
    assert said(run("party", "solvent", YARD, "--source", "закрито", "--json"))["ended_on"]
    assert said(run("party", "list", "--json"))[0]["insolvent_from"] is None
