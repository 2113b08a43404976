"""The rules: everything that a registry can be told of, by stable codes.

S1xx the text, R2xx the shape of the registry, F3xx a field's value, M4xx one member, X5xx members
together.  Every rule is a module; here are those that readers and types of value report.  The
others stand in `checks.rules`, beside the function that looks for them.

`rules.WRONG_TYPE` is the rule of the module `wrong_type`, which is imported when it is asked for.
"""

import importlib

from ..rule import Rule


def __getattr__(name: str) -> Rule:
    """The rule of this name."""
    if not name.isupper():
        raise AttributeError(name)
    rule: Rule = importlib.import_module(f".{name.lower()}", __name__).RULE
    globals()[name] = rule
    return rule
