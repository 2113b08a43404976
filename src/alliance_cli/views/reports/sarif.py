"""Findings as SARIF 2.1.0, the OASIS standard that code scanning reads."""

from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from ... import __version__
from ...channels import json_text, sarif_message
from ...checks.catalogue import every_rule
from ...checks.report import Report
from ...data import Position
from ...findings.finding import Located
from ...findings.rule import Rule
from ...registry.shown import masked_message
from .places import path_on_host
from .text import in_words, left_out

_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def report(report: Report) -> Iterator[str]:
    """The log with its one run: the rules that found something, and the results."""
    found = {each.finding.rule for each in report.findings}
    named = {name: rule for name, rule in every_rule().items() if rule in found}
    places = {rule: place for place, rule in enumerate(named.values())}
    uris = {file: _uri(file) for file in {each.file for each in report.findings}}
    run: dict[str, Any] = {
        "tool": {
            "driver": {
                "name": "alliance",
                "version": __version__,
                "rules": [_rule(*each) for each in named.items()],
            }
        },
        # What Python counts as characters.
        "columnKind": "unicodeCodePoints",
        "results": [_result(each, places, uris[each.file]) for each in report.findings],
    }
    if report.left_out:
        told = [
            {"level": str(rule.severity), "message": sarif_message(more)}
            for rule, more in left_out(report)
        ]
        run["invocations"] = [{"executionSuccessful": True, "toolExecutionNotifications": told}]
    yield json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(name: str, rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.code,
        "name": name.title().replace("_", ""),
        "shortDescription": sarif_message(str(rule.title)),
        "fullDescription": sarif_message(str(rule.reason)),
        "defaultConfiguration": {"level": str(rule.severity)},
    }


def _result(each: Located, places: Mapping[Rule, int], uri: str) -> dict[str, Any]:
    finding = each.finding
    hint = finding.hint and f" ({finding.hint})"
    result: dict[str, Any] = {
        "ruleId": finding.rule.code,
        "ruleIndex": places[finding.rule],
        "level": str(finding.severity),
        "message": sarif_message(masked_message(in_words(each) + hint)),
        "locations": [_location(uri, each.position)],
    }
    if each.related:
        result["relatedLocations"] = [_location(uri, each.related)]
    return result


def _uri(file: str) -> str:
    """The path of a file as a URI: relative to the top that the host knows, else absolute."""
    path = PurePath(path_on_host(file))
    # Bytes of a name that are no text stay those bytes.
    absolute = path.is_absolute()
    return path.as_uri() if absolute else quote(path.as_posix(), errors="surrogateescape")


def _location(uri: str, position: Position) -> dict[str, Any]:
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": uri},
            "region": {"startLine": position.line, "startColumn": position.column},
        }
    }
