"""The commands of own companies and counterparties: where each stands, and what it is for."""

from contracts.kernel.refusal import N_

COMPANY = {
    "set": ("parties.parties:edit_company", N_("Register the own company, or change its details.")),
    "list": ("parties.parties:show_companies", N_("List own companies.")),
    "account": ("parties.parties:keep_account", N_("Add a bank account of the company, or of --party.")),
    "signatory": ("parties.parties:keep_signatory", N_("Record who may sign for the company, or for --party.")),
}

PARTY = {
    "add": ("parties.parties:enter_party", N_("Enter a counterparty.")),
    "set": ("parties.parties:edit_party", N_("Change the details of a counterparty.")),
    "list": ("parties.parties:show_counterparties", N_("List counterparties.")),
    "insolvent": (
        "parties.parties:declare_insolvent",
        N_("Record that a counterparty is insolvent: from which day, by which source."),
    ),
    "solvent": ("parties.parties:declare_solvent", N_("Record that a counterparty is insolvent no longer.")),
}
