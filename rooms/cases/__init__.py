"""The case: lanes, states, clocks and everything that is recorded of it (domain.md §4). Pure."""
