"""The commands of limitation, claims and the ladder: where each stands, and what it is for."""

from contracts.kernel.refusal import N_

LIMITATION = {
    "show": ("claims.limitation:show_limitation", N_("Until when a debt can be sued for, why, and what moved it.")),
    "restart": (
        "claims.limitation:restart_limitation",
        N_("The debt was acknowledged or sued for: limitation begins anew (CC 264)."),
    ),
    "suspend": ("claims.limitation:suspend_limitation", N_("Limitation does not run on certain days (CC 263).")),
    "extend": ("claims.limitation:extend_limitation", N_("A longer period was agreed in writing (CC 259).")),
    "undo": ("claims.limitation:undo_event", N_("Take an event back, with the reason; it stays in the history.")),
}

CLAIM = {
    "letter": (
        "claims.letter:make_letter",
        N_("Make the claim letter of a debt: principal, 3 % a year, inflation, penalty."),
    ),
    "pack": (
        "claims.pack:make_pack",
        N_("The letter, its calculation, the list and copies of enclosures: a folder or a .zip."),
    ),
    "list": ("claims.cases:show_claims", N_("The register of claims.")),
    "show": ("claims.cases:show_claim", N_("One claim with its moves.")),
    "approve": (
        "claims.cases:approve_claim",
        N_("Approve a claim, reckoned anew and frozen, or the answer to one that came in."),
    ),
    "send": (
        "claims.cases:send_claim",
        N_("Record that a claim was sent, its approval fresh, or the answer to one that came in."),
    ),
    "move": ("claims.cases:move_claim", N_("Record what became of a claim: delivered, refused, settled, to court …")),
    "court": (
        "claims.pack:make_court_pack",
        N_("Hand a claim over to court: all its papers, reckoned to the day, its history, proofs."),
    ),
    "aside": (
        "claims.waiting:show_or_set_aside",
        N_("Money that waits to be matched and holds a demand; say that it does not belong to it."),
    ),
    "attach": ("claims.cases:attach_file", N_("Keep a file with a claim: its pack encloses it.")),
    "receive": (
        "claims.incoming:receive_claim",
        N_("Register a claim that came in, with the last day for our answer."),
    ),
    "answer": (
        "claims.incoming:draft_answer",
        N_("Draft the answer to a claim that came in: what is accepted, what not and why."),
    ),
}

DUNNING = {
    "draft": ("claims.dunning:draft_letters", N_("Draft the letters of the day for every debtor.")),
    "list": ("claims.dunning:show_letters", N_("The letters of the draft, as they stand.")),
    "decide": (
        "claims.dunning:decide_letters",
        N_("Approve or leave out the letter to a debtor, or all letters of a level."),
    ),
    "send": ("claims.dunning:send_letters", N_("Send the draft: one letter per debtor, all of a level at once.")),
    "record": (
        "claims.dunning:record_delivery",
        N_("Record what became of the letter to a debtor: its delivery and its day."),
    ),
    "show": ("claims.dunning:show_rungs", N_("Where each overdue debt stands on the ladder, and what comes next.")),
}
