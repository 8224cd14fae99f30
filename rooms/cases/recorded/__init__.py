"""What each deed changes in the case, by subject; the state alone changes by `Moved` (`rooms.cases.fold`)."""
