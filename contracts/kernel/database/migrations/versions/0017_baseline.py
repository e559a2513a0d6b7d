"""The whole schema, as the first release has it: it goes on from revision 0017 of the trial history before it.

A database of that last trial revision has this very schema, so it is in order as it is.
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from contracts.kernel.database.migrations.frozen import tables

revision = "0017"
down_revision = None

SUBJECTS = (
    "contract|amendment|annex|notice|decision|party|person|absence|message|document|ruleset|"
    "import|authority|template|file|charge|payment|statement|hold|claim|paper|obligation"
)
DEADLINES = (
    "renewal_decision|post_notice|sign_amendment|expiry|signature|confirm_alive|late_notice|"
    "payment_due|act_not_returned|advance_open|hold_review|dunning_step|claim_answer|limitation|"
    "amount_used"
)
PHASES = (
    "draft|in_approval|approved|signing|cancelled|terminated|incomplete|upcoming|suspended|expired|"
    "notice_window|expiring|in_force"
)
CONDITIONS = (
    "last_day|renewal|renewal_length|max_renewals|notice|notice_counts|notice_methods|asked_end|"
    "amount|payment_terms|penalty|party_details|signatory|text"
)
CLAIM_STATUSES = (
    "draft|approved|sent|delivered|presumed_delivered|accepted|partly_accepted|refused|unanswered|"
    "settled|partly_settled|to_court|withdrawn|received|answer_drafted|answer_approved|answered|"
    "in_court|closed"
)

PARTIES = """
party
    id key, version whole, is_own flag, kind code company|sole_trader|person|state, name text 500,
    short_name text 500, name_key text 500 index, country text 2, code text 40 null, vat_code text 40 null,
    address text 1000, post_address text 1000, email text 320, phone text 100, tax_status text 500,
    language text 5, merged_into_id ref party null, erased_at moment null
    unique uq_party_country_code: country, code

party_account
    id key, party_id ref party, account text 64 index, bank text 300, currency text 3, from_on day, until_on day
    unique uq_party_account_party_id_account: party_id, account

authority
    id key, party_id ref party index, person_name text 300, position text 300, basis text 300,
    document_no text 100, limit_minor minor null, currency text 3 null, from_on day, until_on day index

insolvency
    id key, party_id ref party index, from_on day, source text 500, ended_on day null, ended_source text 500,
    recorded_at moment, recorded_by text 100

inflection
    subject_kind code party|authority|person primary, subject_id whole primary, field text 40 primary,
    language text 5 primary, grammatical_case text 20 primary, base text 500, wording text 500,
    source code guess|person

department
    id key, name text 200 unique, parent_id ref department null, manager_id big null

person
    id key, version whole, login text 100 unique, name text 300, position text 300, email text 320,
    phone text 100, language text 5, department_id ref department null, is_active flag, erased_at moment null

person_role
    person_id ref person primary, role text 40 primary, scope code all|department|own primary,
    department_id ref department null

absence
    id key, person_id ref person, from_on day, until_on day, deputy_id ref person, named_by_id ref person null,
    cancelled_at moment null
    index ix_absence_person_id_until_on: person_id, until_on
"""

CONTRACTS = f"""
contract
    id key, version whole, own_company_id ref party, counterparty_id ref party index, register_no text 60,
    void_reason text 500, number text 120, number_key text 120 index, their_number text 120, import_key text 64,
    title text 500, subject text 2000, type text 40, note text 4000, is_confidential flag,
    owner_id ref person null index, department_id ref department null, framework_id ref contract null,
    country text 2, languages text 20, prevailing_language text 5, dated_on day null, signed_by_us_on day null,
    signed_by_them_on day null, concluded_on day null, first_day day null, length text 12 null, last_day day null,
    end_rule code day_before|anniversary,
    renewal code none|automatic|by_consent|tacit|evergreen|until_fulfilled null, renewal_length text 12 null,
    max_renewals whole null, notice text 12 null, notice_counts code received|sent, notice_methods document null,
    asked_end day null, amount_minor minor null, currency text 3 null, payment_terms text 1000, penalty text 100,
    clauses document null, presumed_before day null, alive_confirmed_on day null, closed_on day null,
    closed_reason text 500, recorded_at moment
    unique uq_contract_import_key: import_key
    unique uq_contract_own_company_id_register_no: own_company_id, register_no

contract_party
    contract_id ref contract primary, party_id ref party primary,
    role code guarantor|payer|consignee|agent|other primary

custom_value
    contract_id ref contract primary, field text 200 primary, value text 4000, sort_key text 200
    index ix_custom_value_field_sort_key: field, sort_key, contract_id

status_move
    contract_id ref contract primary, no whole primary,
    status code draft|in_approval|approved|signing|signed|cancelled, effective_on day, reason text 500,
    recorded_at moment, recorded_by text 100

suspension
    id key, contract_id ref contract index, from_on day, until_on day, reason text 500, recorded_at moment,
    recorded_by text 100

amendment
    id key, version whole, contract_id ref contract, no whole, number text 120, title text 500,
    signed_on day null, effective_on day, rationale text 2000, withdrawn_at moment null, recorded_at moment
    unique uq_amendment_contract_id_no: contract_id, no

amendment_change
    amendment_id ref amendment primary, contract_id ref contract,
    condition code {CONDITIONS} primary, clause text 60 primary, value document null,
    old_wording text 4000, new_wording text 4000, live_on day null
    unique uq_amendment_change_live: contract_id, condition, clause, live_on

annex
    id key, version whole, contract_id ref contract, kind code specification|order|price_list|schedule|other,
    number text 120, title text 500, signed_on day null, first_day day null, last_day day null,
    amount_minor minor null, currency text 3 null, payment_terms text 1000, recorded_at moment
    unique uq_annex_contract_id_kind_number: contract_id, kind, number

term
    id key, contract_id ref contract, no whole, first_day day, last_day day,
    source code initial|automatic|presumed|amendment|manual, amendment_id ref amendment null,
    voided_by_id ref amendment null, voided_at moment null, recorded_at moment
    unique uq_term_contract_id_no: contract_id, no where voided_at IS NULL

termination
    id key, contract_id ref contract index, last_day day, ground text 500, recorded_at moment,
    recorded_by text 100, revoked_at moment null

notice
    id key, contract_id ref contract index, by code ours|theirs, kind code non_renewal|termination|objection,
    method text 20, sent_on day null, received_on day null, tracking_no text 100, proof text 500,
    recorded_at moment, recorded_by text 100, revoked_at moment null

decision
    id key, contract_id ref contract index, kind text 40, due_on day,
    choice code renew|renegotiate|terminate|lapse, reason text 2000, proposed_by text 100, decided_by text 100,
    decided_on day, decided_at moment null, revoked_at moment null
    unique uq_decision_contract_id_due_on: contract_id, due_on where decided_at IS NOT NULL AND revoked_at IS NULL

currency_clause
    contract_id ref contract primary, price_currency text 3, payment_currency text 3, source text 30,
    rate_day code payment|day_before|document, margin_bp whole, recorded_at moment, recorded_by text 100

currency_rate
    id key, price_currency text 3, payment_currency text 3, source text 30, on day, value text 30,
    recorded_at moment, recorded_by text 100
    index ix_currency_rate_day: price_currency, payment_currency, source, on, id
"""

DERIVED = f"""
register
    contract_id ref contract primary, own_company_id big, counterparty_id big, number text 120, title text 500,
    counterparty_name text 500, owner_id big null, department_id big null, is_confidential flag,
    amount_minor minor null, currency text 3 null, term_no whole null, first_day day null, last_day day null,
    notice_deadline day null, post_by day null, phase code {PHASES}, phase_from day index, phase_until day index,
    missing document null, search_text text 2000, derived_until day index, rules_no whole index
    index ix_register_last_day: last_day, contract_id
    index ix_register_number: number, contract_id
    index ix_register_owner: owner_id, last_day, contract_id
    index ix_register_phase: phase, last_day, contract_id, phase_from, phase_until
    index ix_register_post_by: post_by, contract_id

phase_span
    contract_id ref contract primary, from_on day primary, until_on day, phase code {PHASES}
    index ix_phase_span_phase: phase, until_on, from_on, contract_id

deadline
    kind code {DEADLINES} primary, subject_kind code {SUBJECTS} primary, subject_id big primary,
    due_on day primary, contract_id big null index, owner_id big null, act_by day index, check_on day,
    why document null, closed_on day null
    index ix_deadline_check_on: check_on where closed_on IS NULL
    index ix_deadline_owner_id_act_by: owner_id, act_by

fault
    subject_kind code {SUBJECTS} primary, subject_id big primary, code text 60, sentence text 2000, since_on day
"""

LOG = f"""
message
    id key, dedup_key text 200 unique, message_header_id text 300, channel code email,
    recipient_id ref person null, address text 320, language text 5,
    state code queued|sending|sent|failed|superseded, superseded_by_id ref message null, is_uncertain flag,
    content document, attempts whole, next_attempt_at moment, leased_until moment null, leased_by text 200 null,
    server_said text 1000, created_at moment, sent_at moment null
    index ix_message_next_attempt_at: next_attempt_at where state IN ('queued', 'sending')
    index ix_message_recipient_id_queued: recipient_id where state = 'queued'

reminder
    id key, kind code {DEADLINES}, subject_kind code {SUBJECTS}, subject_id big, due_on day, tier text 20,
    tier_on day, recipient_id ref person, in_place_of_id ref person null, business_date day,
    message_id ref message index
    unique uq_reminder_key: kind, subject_kind, subject_id, due_on, tier_on, recipient_id

acknowledgement
    kind code {DEADLINES} primary, subject_kind code {SUBJECTS} primary, subject_id big primary,
    due_on day primary, tier_on day primary, person_id ref person primary, at moment

job_run
    job text 40 primary, business_date day primary, state code started|done|covered, covered_by day null,
    attempt whole, started_at moment, finished_at moment null, host text 200, counts document null,
    error text 2000 null

ruleset
    no whole primary, fingerprint text 64 unique, parts document, adopted_at moment

audit_event
    seq big primary, at moment, person_id big null, login text 100, face text 20, request_id text 200,
    what text 60, subject_kind code {SUBJECTS}, subject_id big, version whole null, salt text 32,
    payload document null, payload_hash text 64, previous_hash text 64, hash text 64
    index ix_audit_event_subject: subject_kind, subject_id, seq

audit_head
    id big primary, seq big, hash text 64

meta
    name text 60 primary, value text 2000
"""

PAPERS = f"""
document
    id key, kind text 40, number text 120, subject_kind code {SUBJECTS}, subject_id big, template_sha text 64,
    context_sha text 64, parts_sha text 64, file_sha text 64, as_of day, made_at moment, made_by text 100
    index ix_document_subject_kind_subject_id: subject_kind, subject_id

file
    sha256 text 64 primary, size whole, media_type text 200, stored_at moment, erased_at moment null

template
    id key, version whole, kind text 40, language text 5, own_company_id big, type text 40, sha256 text 64,
    file_name text 300, installed_at moment, installed_by text 100, retired_at moment null
    unique uq_template_kind: kind, language, own_company_id, type, version

counter
    scope text 100 primary, year whole primary, last_no whole
"""

LEDGER = """
charge
    id key, own_company_id ref party, counterparty_id ref party, contract_id ref contract null,
    annex_id ref annex null, direction code receivable|payable, kind text 30, number text 120,
    number_key text 120, issued_on day, part_no whole, due_on day, due_form code period|date|unknown,
    waits_for text 40, terms text 500, due_steps document null, amount_minor minor, currency text 3,
    vat_rate_bp whole null, note text 1000, recorded_at moment, recorded_by text 100
    index ix_charge_contract_id_due_on: contract_id, due_on
    index ix_charge_counterparty_id_issued_on: counterparty_id, issued_on
    unique uq_charge_document: own_company_id, counterparty_id, direction, kind, number_key, issued_on, part_no

charge_item
    charge_id ref charge primary, no whole primary, name text 500, unit text 40, quantity_micro minor,
    price_micro minor, priced code net|gross, vat_rate_bp whole null, vat_ground text 200, is_vat_payer flag,
    net_minor minor, vat_minor minor, gross_minor minor

due_change
    charge_id ref charge primary, no whole primary, due_on day, due_form code period|date|unknown,
    due_steps document null, reason text 1000, recorded_at moment, recorded_by text 100

adjustment
    id key, charge_id ref charge, kind code credit_note|write_off|offset|assignment|reversal, number text 120,
    amount_minor minor, effective_on day index, reason text 1000, pair_key text 40,
    reverses_id ref adjustment null, recorded_at moment, recorded_by text 100
    index ix_adjustment_charge_id_effective_on: charge_id, effective_on
    unique uq_adjustment_reverses_id: reverses_id

assignment
    adjustment_id ref adjustment primary, party_id ref party, role code creditor|debtor,
    charge_id ref charge null index

statement
    id key, account_id ref party_account, file_sha text 64, file_name text 300, format text 40, from_on day null,
    to_on day null, opening_minor minor null, closing_minor minor null, lines_count whole, recorded_at moment,
    recorded_by text 100
    unique uq_statement_account_id_file_sha: account_id, file_sha

payment
    id key, statement_id ref statement null index, account_id ref party_account, own_company_id ref party,
    line_key text 64, is_incoming flag, paid_on day index, amount_minor minor, currency text 3,
    other_name text 500, other_code text 40, other_account text 64, other_bank text 300, purpose text 2000,
    reference text 120, document_no text 120, counterparty_id ref party null, contract_id ref contract null index,
    payer_sign text 20, recorded_at moment, recorded_by text 100
    index ix_payment_counterparty_id_paid_on: counterparty_id, paid_on
    unique uq_payment_account_id_line_key: account_id, line_key

allocation
    id key, payment_id ref payment index, charge_id ref charge null, other_payment_id ref payment null index,
    covered_minor minor, covered_currency text 3, paid_minor minor, effective_on day index, sign text 20,
    is_by_rule flag, rate text 30, rate_source text 60, rate_on day null, reverses_id ref allocation null,
    recorded_at moment, recorded_by text 100
    index ix_allocation_charge_id_effective_on: charge_id, effective_on
    unique uq_allocation_reverses_id: reverses_id

hold
    id key, charge_id ref charge null index, counterparty_id ref party null index,
    kind code disputed|promised|settling, from_on day, until_on day, reason text 1000, lifted_on day null,
    recorded_at moment, recorded_by text 100

limitation_event
    id key, charge_id ref charge index, kind code acknowledged|suspended|agreed_longer, from_on day,
    until_on day null, amount_minor minor null, basis text 1000, file_sha text 64, recorded_at moment,
    recorded_by text 100

limitation_paper
    event_id ref limitation_event primary,
    ground code reconciliation|letter|claim_accepted|part_payment|lawsuit|other, signed_by text 300,
    length text 20

limitation_undo
    event_id ref limitation_event primary, reason text 1000, recorded_at moment, recorded_by text 100

charge_open
    charge_id ref charge primary, contract_id big null index, own_company_id big, counterparty_id big,
    direction code receivable|payable, issued_on day, due_on day index, currency text 3, open_minor minor
    index ix_charge_open_ageing: direction, counterparty_id, currency, due_on, issued_on, own_company_id, open_minor

payment_rest
    payment_id ref payment primary, own_company_id big, counterparty_id big null, contract_id big null,
    is_incoming flag, paid_on day, currency text 3, rest_minor minor
    index ix_payment_rest_counterparty_id: counterparty_id, contract_id
"""

CLAIMS = f"""
claim
    id key, version whole, own_company_id ref party, counterparty_id ref party index,
    contract_id ref contract null index, direction code outgoing|incoming,
    subject code debt|advance|performance|other, number text 120, as_of day, currency text 3, law text 2,
    language text 5, answer_days whole, answer_by day null, claimed_minor minor null,
    document_id ref document null, note text 2000, recorded_at moment, recorded_by text 100, dated_on day null
    unique uq_claim_number: own_company_id, direction, counterparty_id, number

claim_terms
    claim_id ref claim primary, interest_rate text 60, answer text 20, with_settled flag,
    beyond code refuse|stop|last_known, inflation code tranche|chain, penalties document, due_on day null,
    given document null

claim_move
    claim_id ref claim primary, no whole primary,
    status code {CLAIM_STATUSES}, on day, method text 20,
    tracking_no text 100, reason text 1000, file_sha text 64, recorded_at moment,
    recorded_by text 100, amount_minor minor null

claim_item
    claim_id ref claim primary, no whole primary, charge_id ref charge null index,
    payment_id ref payment null index, principal_minor minor

claim_row
    claim_id ref claim primary, no whole primary, item_no whole, kind text 20, from_on day null, to_on day null,
    days whole, principal_minor minor, rate text 60, year_days whole, amount_minor minor, rule text 200

dunning_run
    id key, own_company_id ref party, on day, state code draft|sent|discarded, recorded_at moment,
    recorded_by text 100

dunning_letter
    id key, run_id ref dunning_run, counterparty_id ref party, level whole,
    state code proposed|approved|excluded|sent, rising document null, listed document null, skip text 30,
    reason text 1000, claim_id ref claim null
    unique uq_dunning_letter_run_id_counterparty_id: run_id, counterparty_id

dunning_step
    id key, charge_id ref charge, letter_id ref dunning_letter null index, level whole, channel text 20,
    sent_on day, answer_by day, delivered_on day null, reason text 1000, recorded_at moment, recorded_by text 100
    unique uq_dunning_step_letter: charge_id, level, letter_id

dunning_sending
    letter_id ref dunning_letter primary, channel text 20, sent_on day, answer_by day,
    document_id ref document null, message_id ref message null index

dunning_outcome
    id key, letter_id ref dunning_letter index, outcome code delivered|returned|refused, on day, how text 500,
    recorded_at moment, recorded_by text 100
"""


def upgrade() -> None:
    """Make every table, and the index of pieces each engine keeps its own way."""
    for described in (PARTIES, CONTRACTS, DERIVED, LOG, PAPERS, LEDGER, CLAIMS):
        tables(described)
    if op.get_bind().dialect.name == "sqlite":
        op.execute("CREATE VIRTUAL TABLE search USING fts5(body, tokenize = 'trigram', detail = none)")
        return
    op.create_table(
        "search",
        sa.Column("contract_id", sa.BigInteger(), primary_key=True, autoincrement=False),
        sa.Column("pieces", postgresql.ARRAY(sa.Integer()), nullable=False),
    )
    op.create_index("ix_search_pieces", "search", ["pieces"], postgresql_using="gin")
