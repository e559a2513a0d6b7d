"""The commands of rates, charges, payments, holds and reports of money: where each stands, and what it is for."""

from contracts.kernel.refusal import N_

RATES = {
    "show": ("money.rates:show_rates", N_("The tables with their last sure day; or the lines of one table.")),
    "check": (
        "money.rates:check_rates",
        N_("Whether the tables, or a file, can be used, fit together and reach today."),
    ),
    "import": (
        "money.rates:import_rate_table",
        N_("Take over a newer table of rates, or rates of currencies; again adds nothing."),
    ),
    "add": ("money.rates:add_rate_value", N_("Enter a rate, or an index, from its day on, with its source.")),
    "confirm": ("money.rates:confirm_rate_value", N_("The last rate did not change until a day, with the source.")),
    "undo": ("money.rates:undo_rate_value", N_("Take the last entry of a table back.")),
    "currency": ("money.rates:show_currency_rates", N_("Stored rates of currencies, the newest day first.")),
    "set": ("money.rates:set_currency_rate", N_("Keep one rate of a currency: its day and whose it is.")),
}

CHARGE = {
    "add": (
        "money.charges:add_charge",
        N_("Post a charge; its due day follows from the terms of the contract unless given."),
    ),
    "import": ("money.charges:import_table", N_("Post a table of charges (xlsx, csv); again adds nothing.")),
    "list": ("money.charges:show_charges", N_("Charges with what is open of them, the oldest due first.")),
    "show": ("money.charges:show_charge", N_("One document: its lines, its parts, what covered, reduced or holds it.")),
    "reduce": (
        "money.charge_changes:reduce_charge",
        N_("Credit, write off or reverse a charge, in whole or by a sum."),
    ),
    "offset": ("money.charge_changes:set_off", N_("Set what they owe us against what we owe them (Civil Code 601).")),
    "assign": (
        "money.charge_changes:assign_charge",
        N_("A charge passes to a new creditor or debtor, on the same terms."),
    ),
    "restore": (
        "money.charge_changes:restore_charge",
        N_("Take back everything that reduced a charge without a payment."),
    ),
    "due": ("money.charge_changes:fix_due_day", N_("Fix the due day of a charge by hand, with the reason.")),
    "attach": (
        "money.charge_changes:attach_scan",
        N_("Keep a scan of the document with its charge: claims enclose it."),
    ),
    "event": ("money.charge_changes:record_event", N_("An event happened: due days that waited for it become known.")),
}

PAYMENT = {
    "import": ("money.payments:import_statement", N_("Bring a bank statement in; again, or an overlap, adds nothing.")),
    "add": ("money.payments:post_payment", N_("Post a payment by hand; a negative sum went out.")),
    "list": ("money.payments:show_payments", N_("Payments with money left, their payers and what they may be for.")),
    "match": ("money.payments:match_payment", N_("Post the best proposal for a payment, or the one chosen.")),
    "propose": ("money.payments:show_proposals", N_("What one payment may be for, the best proposal first.")),
    "confirm": ("money.payments:match_payment", N_("The same as match: post the best proposal, or the one chosen.")),
    "split": ("money.payments:split_payment", N_("Give a payment to charges as you say: АКТ-1=500.00.")),
    "assign": ("money.payments:assign_payment", N_("Say who paid; the money left becomes their advance.")),
    "refund": ("money.payments:record_refund", N_("Say that one payment gives another back.")),
    "undo": ("money.payments:undo_payment", N_("Take back all that a payment was given to.")),
}

HOLD = {
    "disputed": ("money.holds:hold_disputed", N_("The debt is disputed: its collection stands still.")),
    "promised": ("money.holds:hold_promised", N_("Payment is promised: collection stands still until the day named.")),
    "settling": ("money.holds:hold_settling", N_("The parties are settling: collection stands still.")),
    "list": ("money.holds:show_holds", N_("Holds that stand, with the numbers to lift them by.")),
    "lift": ("money.holds:lift_hold", N_("End a hold today: collection goes on.")),
}

REPORT = {
    "cash": ("money.debts:show_cash", N_("Cash expected by week.")),
    "claims": ("claims.cases:show_register", N_("The register of claims as a workbook.")),
    "limitation": (
        "claims.red_list:show_red_list",
        N_("Debts whose limitation is near or past, with sums with them and without."),
    ),
}
