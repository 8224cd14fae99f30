"""Joint applications to the court: kept by case, filled in and signed behind the parties' links."""
