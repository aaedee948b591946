"""Strings, regular expressions, URLs, bytes."""

import re

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.calls import (
    Function,
    by_count,
    call,
    cast,
    macro,
    renamed,
    same,
    text_of,
    twice,
)

_FORM = ("NFC", "NFD", "NFKC", "NFKD")
# What Java's regular expressions have and RE2 has not: these run in Python's engine instead.
_BEYOND_RE2 = re.compile(r"\(\?[=!>]|\(\?<[=!]|\\[1-9]|[*+?}]\+|\\G|\\Z")
_PRINTF = re.compile(r"%(?:%|n|[-+ 0,#]*\d*(?:\.\d+)?([a-zA-Z]))|%")


_SUBSTRING = Function(by_count({2: "ath_substr", 3: "ath_substr_of"}), 2, 3)


def _concat_ws(arguments: list[exp.Expr]) -> exp.Expr:
    separator, first, *more = arguments
    return call("concat_ws" if more else "ath_concat_ws", separator, first, *more)


def _replace(arguments: list[exp.Expr]) -> exp.Expr:
    text, part, *to = arguments
    return call("ath_replace", text, part, to[0] if to else "")


def _concat(arguments: list[exp.Expr]) -> exp.Expr:
    joined = arguments[0]
    for argument in arguments[1:]:
        joined = exp.DPipe(this=joined, expression=argument)
    return exp.Paren(this=joined)


def _regexp(name: str, pattern_is_groups: str = "") -> Function:
    def build(arguments: list[exp.Expr]) -> exp.Expr:
        beyond = _is_beyond(arguments[1])
        target = f"py_{name}" if beyond else pattern_is_groups or f"ath_{name}"
        return call(target, *arguments)

    return Function(build, 2, 2)


def _is_beyond(pattern: exp.Expr) -> bool:
    return isinstance(pattern, exp.Literal) and bool(_BEYOND_RE2.search(pattern.this))


_RE2 = {"regexp_extract": "ath_regexp_extract", "regexp_extract_all": "regexp_extract_all"}


def _extract(name: str) -> Function:
    def build(arguments: list[exp.Expr]) -> exp.Expr:
        text, pattern, *group = arguments
        # RE2 does not tell a group that took no part from an empty one.
        python = bool(group) or _is_beyond(pattern)
        target = f"py_{name}" if python else _RE2[name]
        return call(target, text, pattern, group[0] if group else 0)

    return Function(build, 2, 3)


def _regexp_replace(arguments: list[exp.Expr]) -> exp.Expr:
    text, pattern, *written = arguments
    if written and isinstance(written[0], exp.Lambda):
        refuse("regexp_replace with a lambda", written[0])
    to = text_of(written[0], "a replacement of regexp_replace") if written else ""
    if _is_beyond(pattern) or "${" in to:
        return call("py_regexp_replace", text, pattern, to)
    # Java: $1 is a group and \$ a dollar; RE2: \1 is a group and \\ a backslash.
    parts = re.findall(r"\\.|\$\d|.", to, flags=re.DOTALL)
    return call("regexp_replace", text, pattern, "".join(map(_to_re2, parts)), "g")


def _to_re2(part: str) -> str:
    mark, letter = part[0], part[1:]
    if not letter:
        return part
    if mark == "$":
        return f"\\{letter}"
    return "\\\\" if letter == "\\" else letter


def _format(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = text_of(arguments[0], "a format")
    values, at = iter(arguments[1:]), 0
    parts: list[exp.Expr] = []
    for found in _PRINTF.finditer(pattern):
        kind = found.group(1)
        if found.group() == "%" or (kind and kind not in "sdfeExX"):
            refuse(f"format('{found.group()}')", arguments[0])
        parts.append(exp.Literal.string(pattern[at : found.start()]))
        at = found.end()
        if not kind:
            parts.append(exp.Literal.string("\n" if found.group() == "%n" else "%"))
            continue
        value = next(values, None) or refuse("format with too few arguments", arguments[0])
        parts.append(_shown(found.group(), kind, value))
    return call("concat", *parts, exp.Literal.string(pattern[at:]))


def _shown(written: str, kind: str, value: exp.Expr) -> exp.Expr:
    """Write one value of a format as Java does: NULL as a word, fractions half up."""
    given = twice("ath_cast_varchar")([value]) if kind == "s" else value
    if kind == "f":
        digits = re.search(r"\.(\d+)", written)
        fixed = cast(cast(value, "VARCHAR"), f"DECIMAL(38, {digits[1] if digits else 6})")
        given = cast(fixed, "DOUBLE")
    missing = exp.Is(this=value.copy(), expression=exp.Null())
    word = call("printf", re.sub(r"[0,+ ]|\.\d+", "", written[:-1]) + "s", "null")
    default = call("printf", written, given)
    return exp.Case(ifs=[exp.If(this=missing, true=word)], default=default)


def _normalize(arguments: list[exp.Expr]) -> exp.Expr:
    text, *named = arguments
    form = named[0].name.upper() if named else "NFC"
    return call("py_normalize", text, form if form in _FORM else refuse(f"form {form}"))


def _digest(name: str) -> Function:
    return Function(lambda a: call("unhex", call(name, cast(a[0], "BLOB"))), 1, 1)


def _hex(arguments: list[exp.Expr]) -> exp.Expr:
    return call("hex", arguments[0])


FUNCTIONS: dict[str, Function] = {
    **same("length", "lower", "chr"),
    **same("lpad", "rpad", "translate", least=3, most=3),
    **same("starts_with", "ends_with", least=2, most=2),
    **macro("reverse", "codepoint", "from_utf8", "upper"),
    **macro("split_part", "split_to_map", "split_to_multimap", least=3, most=3),
    **{n: Function(by_count({1: f"ath_{n}", 2: n}), 1, 2) for n in ("trim", "ltrim", "rtrim")},
    "substr": _SUBSTRING,
    "substring": _SUBSTRING,
    "replace": Function(_replace, 2, 3),
    "split": Function(by_count({2: "string_split", 3: "ath_split"}), 2, 3),
    "strpos": Function(by_count({2: "strpos", 3: "ath_strpos"}), 2, 3),
    "concat": Function(_concat, 2, None),
    "concat_ws": Function(_concat_ws, 2, None),
    "levenshtein_distance": renamed("levenshtein", 2, 2),
    "hamming_distance": renamed("ath_hamming", 2, 2),
    "soundex": renamed("py_soundex"),
    "luhn_check": renamed("py_luhn_check"),
    "normalize": Function(_normalize, 1, 2),
    "format": Function(_format, 1, None),
    "format_number": Function(lambda a: call("py_format_number", cast(a[0], "DOUBLE")), 1, 1),
    "regexp_like": _regexp("regexp_like", "regexp_matches"),
    "regexp_count": _regexp("regexp_count"),
    "regexp_position": _regexp("regexp_position"),
    "regexp_split": _regexp("regexp_split", "regexp_split_to_array"),
    "regexp_extract": _extract("regexp_extract"),
    "regexp_extract_all": _extract("regexp_extract_all"),
    "regexp_replace": Function(_regexp_replace, 2, 3),
    "to_utf8": renamed("encode"),
    "to_hex": Function(_hex, 1, 1),
    "from_hex": renamed("unhex"),
    "to_base64": renamed("base64"),
    "from_base64": renamed("from_base64"),
    "md5": _digest("md5"),
    "sha1": _digest("sha1"),
    "sha256": _digest("sha256"),
    **{name: renamed(f"py_{name}") for name in ("sha512", "crc32", "xxhash64")},
    **{name: renamed(f"py_{name}") for name in ("to_base64url", "from_base64url")},
    **{
        f"url_{part}": renamed(f"py_url_{part}")
        for part in ("encode", "decode", "extract_host", "extract_path", "extract_port")
    },
    **{f"url_extract_{part}": renamed(f"py_url_extract_{part}") for part in ("protocol", "query")},
    "url_extract_fragment": renamed("py_url_extract_fragment"),
    "url_extract_parameter": renamed("py_url_extract_parameter", 2, 2),
}
