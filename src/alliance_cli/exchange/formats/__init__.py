"""Output formats, a module each: what `export` writes, and `list` where a terminal can show it.

Each writer of text gives a document in pieces, complete and never cut.  A new format is a new
module with a `FORMAT`; options, endings and checks are derived from it.
"""

from ...modules import modules_of
from .format import Format

_found: list[Format] = [
    module.FORMAT for _, module in modules_of(__name__, __path__) if hasattr(module, "FORMAT")
]

FORMATS: dict[str, Format] = {
    each.name: each for each in sorted(_found, key=lambda each: each.place)
}
"""Every output format by its name, in the order of the help."""

ON_SCREEN = [each for each in FORMATS.values() if each.on_screen]
"""Those that `list` offers beside its table."""

ENDINGS: dict[str, Format] = {
    **{each.endings[0]: each for each in FORMATS.values() if each.endings},
    **{ending: each for each in FORMATS.values() for ending in each.endings[1:]},
}
"""The format that a file has by the ending of its name."""
