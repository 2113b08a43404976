"""Explanations: why each rule is there, with an example that breaks it and one that does not.

They are read by people who met a code in a report: `alliance validate --explain CODE` and the page
of rules are made from them.  No other command imports them.
"""

from . import members, texts, values
from .explanation import Explanation

EXPLANATIONS = {**texts.EXPLANATIONS, **values.EXPLANATIONS, **members.EXPLANATIONS}
"""The explanation of every rule, in the order of their codes."""

__all__ = ["EXPLANATIONS", "Explanation"]
