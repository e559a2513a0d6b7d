"""Views over several subjects: the agenda, the card, why."""
