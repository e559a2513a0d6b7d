"""The ground: money, calendar, identity, numbering, refusals, rights, context, unit of work, database, files, audit."""
