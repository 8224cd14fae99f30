"""The browser client (TypeScript); to Python only `web.assets` matters."""
