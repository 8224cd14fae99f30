"""`mediation-room` and `python -m server` begin here, and quickly: a node that was killed is missed."""

import gc


def main() -> None:
    """Load the command and run it. Nothing that loads is garbage yet: to look for it took a quarter of the start."""
    gc.disable()
    from server.command import main as command  # noqa: PLC0415 - only once nobody looks

    command()


if __name__ == "__main__":
    main()
