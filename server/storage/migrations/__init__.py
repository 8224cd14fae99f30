"""Schema changes, run in order by `server.storage.database.migrate`."""
