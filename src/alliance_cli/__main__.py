"""The process: `alliance`, which is also `python -m alliance_cli`."""

import gc


def main() -> None:
    """Run `alliance` on the arguments of the process."""
    # A command is over in seconds, and what it reads and writes holds no circles; the collector
    # would look at every module and every record again and again.
    gc.disable()

    from .cli import main as run

    run()


if __name__ == "__main__":
    main()
