"""A contract names its goods, services and works, what is paid for, and why no VAT is charged, each by itself.

Its subject and their translations are kept beside the wordings of names.
"""

from contracts.kernel.database.migrations.frozen import add_texts, widen

revision = "0028"
down_revision = "0027"


def upgrade() -> None:
    """Five texts of a contract, empty where nobody entered them; a wording may be a contract's."""
    add_texts("contract", {"goods": 1000, "services": 1000, "works": 1000, "payment_for": 500, "vat_ground": 500})
    widen("inflection", "subject_kind", "party|authority|person", "party|authority|person|contract")
