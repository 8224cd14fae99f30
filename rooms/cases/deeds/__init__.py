"""Everything that can happen to a case, each both what is asked for and what the audit chain keeps.

A deed is a fact: `step` refuses it or records it, together with the `Moved` it brings about. Stored as JSON: changing
a class is a migration (raise `v`, keep reading the old one). Ids, dates and closed words only; names, numbers and free
texts lie sealed elsewhere. When it was recorded is the record's own time; a date in a deed is of what is told.
"""
