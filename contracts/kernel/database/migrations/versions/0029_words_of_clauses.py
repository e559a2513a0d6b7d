"""A contract keeps its clauses on payment and penalty in their own words: a claim quotes them."""

from contracts.kernel.database.migrations.frozen import add_texts

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Two texts of a contract, empty where nobody entered them."""
    add_texts("contract", {"payment_words": 2000, "penalty_words": 2000})
