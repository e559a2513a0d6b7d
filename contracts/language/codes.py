"""How things are sent, as every subject says it."""

from typing import Final

from contracts.kernel.refusal import N_

#: How a thing is sent, after a verb.
METHODS: Final = {
    "letter": N_("by registered letter"),
    "courier": N_("by courier"),
    "hand": N_("by hand"),
    "edoc": N_("by e-document"),
    "email": N_("by e-mail"),
    "given": N_("as agreed"),
}

#: What the days of delivery are of, in the one-line "why".
DELIVERIES: Final = {
    "letter": N_("of registered post"),
    "courier": N_("of courier delivery"),
    "hand": N_("of delivery by hand"),
    "edoc": N_("of e-document delivery"),
    "email": N_("of e-mail delivery"),
    "given": N_("of delivery"),
}

#: Tables of codes that belong to no subject.
TABLES: Final = {"method": METHODS, "delivery": DELIVERIES}
