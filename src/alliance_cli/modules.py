"""The modules of a package, for what is found by being there: rules, checks and output formats."""

import importlib
import os
from collections.abc import Iterator, Sequence
from types import ModuleType


def modules_of(package: str, folders: Sequence[str]) -> Iterator[tuple[str, ModuleType]]:
    """The name of each module of a package whose `__path__` is `folders`, and the module."""
    for name in _names(folders):
        yield name, importlib.import_module(f"{package}.{name}")


def _names(folders: Sequence[str]) -> list[str]:
    try:
        files = os.listdir(folders[0])  # noqa: PTH208 (pathlib is slower)
    except OSError:
        # In an archive; the import of pkgutil takes longer than that of all rules.
        import pkgutil

        return [module.name for module in pkgutil.iter_modules(folders)]
    return [file[:-3] for file in files if file.endswith(".py") and file[0] != "_"]
