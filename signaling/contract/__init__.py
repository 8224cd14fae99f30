"""The wire: every message between browser and server, once. TypeScript is generated from here."""
