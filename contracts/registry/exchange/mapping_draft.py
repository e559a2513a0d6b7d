"""The mapping an import writes for a person to correct: every column, and the cells nobody may guess."""

from collections.abc import Sequence

from contracts.registry.exchange.importing import ImportQuestion
from contracts.registry.exchange.register_entries import ColumnPreview
from contracts.tabular.mapping import MappingLine, mapping_text


def draft_mapping(
    head: str, previews: Sequence[ColumnPreview], questions: Sequence[ImportQuestion], most_values: int
) -> str:
    """Columns with the fields they were taken for; proposals, for columns and for cells, stand behind ``#``."""
    columns = []
    for each in previews:
        samples = " | ".join(each.samples)
        field = {"ignore": ""}.get(each.field, each.field)
        columns.append(MappingLine(each.header, field, f"? {samples}" if each.is_weak else samples))
        if each.likely:
            columns.append(MappingLine(each.header, each.likely, "?", is_proposed=True))
    values: dict[str, list[MappingLine]] = {}
    for asked in questions:
        lines = values.setdefault(asked.column, [])
        if len(lines) < most_values:
            lines.append(MappingLine(asked.value, asked.suggestion, f"{asked.times} ×", is_proposed=True))
    return mapping_text(head, columns, values)
