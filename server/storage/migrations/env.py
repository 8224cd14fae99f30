"""Alembic's entry: runs the migrations on the connection that `server.storage.database.migrate` holds."""

from alembic import context

from server.storage.columns import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
