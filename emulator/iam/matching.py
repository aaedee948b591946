"""Wildcards and policy variables: ``*``, ``?`` and ``${aws:PrincipalAccount}``."""

import re
from collections.abc import Mapping
from functools import lru_cache

Context = Mapping[str, str | list[str]]
"""Condition keys of one request, in lower case; a list for keys that have several values."""

_TOKENS = re.compile(r"\$\{([^}]*)\}|([*?])|([^*?$]+|\$)")
_ARN_PARTS = 6


def matches_action(pattern: str, action: str) -> bool:
    """Whether an action pattern covers an action, in whichever case."""
    return bool(_compiled(pattern.lower()).fullmatch(action.lower()))


def matches_text(pattern: str, text: str, context: Context, *, wildcards: bool = True) -> bool:
    """Whether a pattern covers a text; a variable that has no value covers nothing."""
    if "${" not in pattern:
        return bool(_compiled(pattern).fullmatch(text)) if wildcards else pattern == text
    expression = _with_variables(pattern, context, wildcards=wildcards)
    return expression is not None and re.fullmatch(expression, text, re.DOTALL) is not None


def matches_arn(pattern: str, arn: str, context: Context) -> bool:
    """Compare each of an ARN's six parts by itself, so that ``*`` never reaches into the next."""
    wanted, given = pattern.split(":", 5), arn.split(":", 5)
    if len(wanted) != _ARN_PARTS or len(given) != _ARN_PARTS:
        return pattern == "*" and len(given) == _ARN_PARTS
    return all(matches_text(w, g, context) for w, g in zip(wanted, given, strict=True))


@lru_cache(maxsize=8192)
def _compiled(pattern: str) -> re.Pattern[str]:
    parts = (".*" if c == "*" else "." if c == "?" else re.escape(c) for c in pattern)
    return re.compile("".join(parts), re.DOTALL)


def _with_variables(pattern: str, context: Context, *, wildcards: bool) -> str | None:
    parts: list[str] = []
    for variable, wildcard, literal in _TOKENS.findall(pattern):
        if variable:
            value = _value(variable, context)
            if value is None:
                return None
            parts.append(re.escape(value))
        elif wildcard and wildcards:
            parts.append(".*" if wildcard == "*" else ".")
        else:
            parts.append(re.escape(wildcard or literal))
    return "".join(parts)


def _value(variable: str, context: Context) -> str | None:
    if variable in {"*", "?", "$"}:
        return variable
    name, _, default = variable.partition(",")
    value = context.get(name.strip().lower())
    if isinstance(value, str):
        return value
    quoted = re.fullmatch(r"\s*'(.*)'\s*", default)
    return quoted[1] if quoted else None
