"""A command-line tool that keeps the member registry of an industry alliance.

For Python there are `read_registry`, the `Registry` that it gives, and `AllianceError`.
"""

# As in typing, which takes longer to import than all of this.
TYPE_CHECKING = False
if TYPE_CHECKING:
    from .errors import AllianceError
    from .interface import Registry, read_registry

__version__ = "0.1.0"

__all__ = ["AllianceError", "Registry", "__version__", "read_registry"]


def __getattr__(name: str) -> object:
    """What is of `interface`, which commands have no use for, is imported when it is asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import interface

    return getattr(interface, name)
