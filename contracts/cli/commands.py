"""All commands and groups in the order of the help: where each stands, and what it is for."""

from contracts.kernel.refusal import N_

COMMANDS = {
    "init": (
        "operations.maintenance:make_register",
        N_("Make the database and the data folder; running it again changes nothing."),
    ),
    "demo": (
        "operations.demo:run_demo",
        N_("Show the main job on a fictional company: import, agenda, digests, a claim letter."),
    ),
    "doctor": ("operations.maintenance:run_doctor", N_("Derive everything anew, compare, and say what is wrong.")),
    "backup": (
        "operations.maintenance:write_backup",
        N_("Write the whole register with its files into one file, while others use it."),
    ),
    "restore": (
        "operations.maintenance:restore_backup",
        N_("Put a backup in place; proves it first. Stop «contracts serve» before."),
    ),
    "serve": ("operations.maintenance:run_scheduler", N_("Run the scheduler: the daily job and the outbox.")),
    "import": (
        "registry.import_export:import_contracts",
        N_("Bring a register in: xlsx, xls, ods, csv, OCDS or Prozorro JSON."),
    ),
    "export": (
        "registry.import_export:export_contracts",
        N_("Write the register as .xlsx or .csv; it comes back in unchanged."),
    ),
    "agenda": ("reminders.agenda:show_agenda", N_("What must be done, by the last day to act.")),
    "why": ("registry.why:show_why", N_("The chain of facts behind each date of a contract.")),
    "remind": (
        "reminders.mails:run_day",
        N_("Run the job of the day: at most one mail a person; again with nothing new sends nothing."),
    ),
    "simulate": ("reminders.mails:show_coming_mails", N_("The mails of the coming months, nothing sent.")),
    "ack": ("reminders.decisions:acknowledge_deadline", N_("Acknowledge a deadline: stops repeats, closes nothing.")),
    "decide": ("reminders.decisions:record_decision", N_("Record the manager's decision: closes the deadline.")),
    "propose": ("reminders.decisions:record_proposal", N_("Propose a decision to the manager; closes nothing.")),
    "undecide": ("reminders.decisions:revoke_decision", N_("Take a decision back while our notice is not sent.")),
    "deadline": (
        "registry.deadline_calculator:calculate_deadline",
        N_("Reckon the term, the notice deadline and the last day to send, without a register."),
    ),
    "interest": (
        "claims.interest:calculate_interest",
        N_("Reckon interest, inflation, penalty and fine on a late payment."),
    ),
    "debts": ("money.debts:show_debts", N_("Who owes what on a day, and how old it is.")),
    "reconcile": (
        "claims.reconciliation:reconcile",
        N_("The reconciliation statement with a counterparty, or its signed return."),
    ),
    "handover": ("people.people:hand_contracts_over", N_("Hand all open contracts of one person over to another.")),
    "audit": ("operations.commands:AUDIT", N_("The audit trail.")),
    "contract": ("registry.commands:CONTRACT", N_("Contracts of the register.")),
    "amendment": ("registry.commands:AMENDMENT", N_("Supplementary agreements.")),
    "annex": ("registry.commands:ANNEX", N_("Annexes: specifications, orders, price lists, schedules.")),
    "notice": ("registry.commands:NOTICE", N_("Notices, ours and theirs.")),
    "rates": ("money.commands:RATES", N_("The rate tables late payment is reckoned with.")),
    "charge": ("money.commands:CHARGE", N_("What is owed: acts, invoices, notes, with their due days.")),
    "payment": ("money.commands:PAYMENT", N_("Money: statements, who paid and what for.")),
    "hold": ("money.commands:HOLD", N_("Let dunning of a charge or a debtor stand still.")),
    "limitation": (
        "claims.commands:LIMITATION",
        N_("Limitation: what interrupts, suspends or lengthens it, with who confirmed and on what paper."),
    ),
    "claim": ("claims.commands:CLAIM", N_("Claims: the letter with its calculation.")),
    "dunning": ("claims.commands:DUNNING", N_("The ladder: who is to be reminded or claimed of on a day.")),
    "report": ("money.commands:REPORT", N_("Reports of money; each also as .xlsx.")),
    "document": ("documents.commands:DOCUMENT", N_("Documents from templates: contracts, acts, letters.")),
    "template": ("documents.commands:TEMPLATE", N_("Templates of documents: Word files with {{ names }}.")),
    "wording": ("documents.commands:WORDING", N_("Wordings of names: cases, signatures, other languages.")),
    "company": ("parties.commands:COMPANY", N_("Own companies.")),
    "party": ("parties.commands:PARTY", N_("Counterparties.")),
    "person": ("people.commands:PERSON", N_("People, their roles and absences.")),
    "department": ("people.commands:DEPARTMENT", N_("Departments.")),
}
