"""Reports: the findings of a validation, for people, for programs, and for the platforms of CI."""

from collections.abc import Callable, Iterator

from ...checks.report import Report
from . import data, github, junit, sarif, text

REPORTERS: dict[str, Callable[[Report], Iterator[str]]] = {
    "text": text.report,
    "json": data.report,
    "github": github.report,
    "sarif": sarif.report,
    "junit": junit.report,
}
"""The report formats by name; the choices of `validate --format` are these."""

ENDINGS = {".txt": "text", ".json": "json", ".sarif": "sarif", ".xml": "junit"}
"""The format that a report file has by the ending of its name."""
