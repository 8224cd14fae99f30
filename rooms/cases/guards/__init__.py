"""The guards of the table, each a named question: None, or the refusal that says what is missing and who must do it."""
