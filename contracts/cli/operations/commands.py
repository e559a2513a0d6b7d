"""The commands of the audit trail: where each stands, and what it is for."""

from contracts.kernel.refusal import N_

AUDIT = {
    "verify": ("operations.maintenance:verify_chain", N_("Check the chain of audit events; names the first break.")),
}
