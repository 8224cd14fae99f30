"""Messages to people: one port (`messenger`), a durable queue, and the ways they go: mail, gateway, outbox."""
