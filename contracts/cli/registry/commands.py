"""The commands of contracts, amendments, annexes and notices: where each stands, and what it is for."""

from contracts.kernel.refusal import N_

CONTRACT = {
    "add": ("registry.entry:add_contract", N_("Register a contract; without options on a terminal it asks.")),
    "list": ("registry.listing:show_contracts", N_("List contracts, those that end first first.")),
    "show": ("registry.card:show_card", N_("The card of a contract: terms, amendments, deadlines, history.")),
    "edit": ("registry.entry:edit_contract", N_("Correct what was entered; --clear empties a field. History is kept.")),
    "currency": (
        "money.rates:keep_clause",
        N_("The clause by which a price in one currency is paid in another."),
    ),
    "readers": (
        "registry.readers:show_readers",
        N_("Who sees a confidential contract beside its owner and auditors; --add and --remove change it."),
    ),
    "status": ("registry.status:move_contract", N_("Move a contract that is not signed: draft, approval, signing.")),
    "sign": ("registry.status:sign_contract", N_("Record the signatures; with both the contract is concluded.")),
    "cancel": ("registry.status:cancel_contract", N_("Give up a contract that was never signed.")),
    "void": ("registry.status:void_contract", N_("Void a register number given by mistake; it stays with its reason.")),
    "suspend": ("registry.status:suspend_contract", N_("Suspend a contract from a day.")),
    "resume": ("registry.status:resume_contract", N_("End the suspension.")),
    "terminate": ("registry.status:terminate_contract", N_("Record that a contract ends before its time.")),
    "restore": ("registry.status:restore_contract", N_("Take a termination back.")),
    "confirm": (
        "registry.status:confirm_contract",
        N_("Confirm that a contract whose terms were presumed is still in force."),
    ),
    "close": ("registry.status:close_contract", N_("Close a contract; what is still open is named first.")),
    "reopen": ("registry.status:reopen_contract", N_("Open a closed contract again.")),
}

AMENDMENT = {
    "add": (
        "registry.amendments:add_amendment",
        N_("Record a supplementary agreement; with --signed it is in effect."),
    ),
    "sign": ("registry.amendments:sign", N_("Record that a draft was signed.")),
    "withdraw": ("registry.amendments:withdraw", N_("Withdraw a supplementary agreement; it is kept.")),
}

ANNEX = {
    "add": ("registry.annexes:add", N_("Add an annex to a contract.")),
    "edit": ("registry.annexes:edit", N_("Change one annex; its siblings stay as they are.")),
}

NOTICE = {
    "add": ("registry.notices:record", N_("Record a notice that was sent or came in.")),
    "received": ("registry.notices:receive", N_("Record the proof that the notice arrived.")),
    "revoke": ("registry.notices:revoke", N_("Revoke the last notice; it is kept.")),
}
