"""The joint application to the court and the confirmation of service addresses: filled in, frozen, signed by all."""
