"""What outlives a restart, in one SQL database. The only place that knows SQLAlchemy."""
