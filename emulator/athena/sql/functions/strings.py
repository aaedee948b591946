"""Strings, regular expressions, URLs, bytes."""

import re

from sqlglot import exp

from emulator.athena.faults import refuse
from emulator.athena.sql.calls import Function, call, cast, macro, renamed, same, text_of, twice

_FORM = ("NFC", "NFD", "NFKC", "NFKD")
# What Java's regular expressions have and RE2 has not: these run in Python's engine instead.
_BEYOND_RE2 = re.compile(r"\(\?[=!>]|\(\?<[=!]|\\[1-9]|[*+?}]\+|\\G|\\Z")
_PRINTF = re.compile(r"%(?:%|n|[-+ 0,#]*\d*(?:\.\d+)?([a-zA-Z]))|%")


def _substring(arguments: list[exp.Expr]) -> exp.Expr:
    return call("ath_substr" if len(arguments) == 2 else "ath_substr_of", *arguments)


def _replace(arguments: list[exp.Expr]) -> exp.Expr:
    return call("replace", *arguments, *([] if len(arguments) == 3 else [""]))


def _split(arguments: list[exp.Expr]) -> exp.Expr:
    return call("string_split" if len(arguments) == 2 else "ath_split", *arguments)


def _strpos(arguments: list[exp.Expr]) -> exp.Expr:
    return call("strpos" if len(arguments) == 2 else "ath_strpos", *arguments)


def _concat(arguments: list[exp.Expr]) -> exp.Expr:
    joined = arguments[0]
    for argument in arguments[1:]:
        joined = exp.DPipe(this=joined, expression=argument)
    return exp.Paren(this=joined)


def _concat_ws(arguments: list[exp.Expr]) -> exp.Expr:
    if len(arguments) == 2:
        return call("ath_concat_ws", *arguments)
    return call("concat_ws", *arguments)


def _regexp(name: str, pattern_is_groups: str = "") -> Function:
    def build(arguments: list[exp.Expr]) -> exp.Expr:
        beyond = _is_beyond(arguments[1])
        target = f"py_{name}" if beyond else pattern_is_groups or f"ath_{name}"
        return call(target, *arguments)

    return Function(build, 2, 2)


def _is_beyond(pattern: exp.Expr) -> bool:
    return isinstance(pattern, exp.Literal) and bool(_BEYOND_RE2.search(pattern.this))


def _regexp_extract(arguments: list[exp.Expr]) -> exp.Expr:
    group = arguments[2] if len(arguments) == 3 else exp.Literal.number(0)
    name = "py_regexp_extract" if _is_beyond(arguments[1]) else "ath_regexp_extract"
    return call(name, arguments[0], arguments[1], group)


def _regexp_extract_all(arguments: list[exp.Expr]) -> exp.Expr:
    if _is_beyond(arguments[1]):
        group = arguments[2] if len(arguments) == 3 else exp.Literal.number(0)
        return call("py_regexp_extract_all", arguments[0], arguments[1], group)
    return call("regexp_extract_all", *arguments)


def _regexp_replace(arguments: list[exp.Expr]) -> exp.Expr:
    if len(arguments) == 3 and isinstance(arguments[2], exp.Lambda):
        refuse("regexp_replace with a lambda", arguments[2])
    to = text_of(arguments[2], "a replacement of regexp_replace") if len(arguments) == 3 else ""
    if _is_beyond(arguments[1]) or "${" in to:
        return call("py_regexp_replace", arguments[0], arguments[1], to)
    # Java: $1 is a group and \$ a dollar; RE2: \1 is a group and \\ a backslash.
    parts = re.findall(r"\\.|\$\d|.", to, flags=re.DOTALL)
    return call("regexp_replace", arguments[0], arguments[1], "".join(map(_to_re2, parts)), "g")


def _to_re2(part: str) -> str:
    if part.startswith("$") and len(part) == 2:
        return "\\" + part[1]
    if part.startswith("\\") and len(part) == 2:
        return "\\\\" if part[1] == "\\" else part[1]
    return part


def _format(arguments: list[exp.Expr]) -> exp.Expr:
    pattern = text_of(arguments[0], "a format")
    values, shaped = iter(arguments[1:]), []
    for found in _PRINTF.finditer(pattern):
        kind = found.group(1)
        if found.group() == "%" or (kind and kind not in "sdfeExX"):
            refuse(f"format('{found.group()}')", arguments[0])
        if kind:
            value = next(values, None) or refuse("format with too few arguments", arguments[0])
            shaped.append(twice("ath_cast_varchar")([value]) if kind == "s" else value)
    return call("printf", pattern.replace("%n", "\n"), *shaped)


def _normalize(arguments: list[exp.Expr]) -> exp.Expr:
    form = arguments[1].name.upper() if len(arguments) == 2 else "NFC"
    return call("py_normalize", arguments[0], form if form in _FORM else refuse(f"form {form}"))


def _digest(name: str) -> Function:
    return Function(lambda a: call("unhex", call(name, cast(a[0], "BLOB"))), 1, 1)


def _hex(arguments: list[exp.Expr]) -> exp.Expr:
    return call("hex", arguments[0])


FUNCTIONS: dict[str, Function] = {
    **same("length", "lower", "upper", "chr"),
    **same("lpad", "rpad", "translate", least=3, most=3),
    **same("starts_with", "ends_with", least=2, most=2),
    **macro("reverse", "codepoint", "from_utf8"),
    **macro("split_part", "split_to_map", "split_to_multimap", least=3, most=3),
    "trim": renamed("ath_trim"),
    "ltrim": renamed("ath_ltrim"),
    "rtrim": renamed("ath_rtrim"),
    "substr": Function(_substring, 2, 3),
    "substring": Function(_substring, 2, 3),
    "replace": Function(_replace, 2, 3),
    "split": Function(_split, 2, 3),
    "strpos": Function(_strpos, 2, 3),
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
    "regexp_extract": Function(_regexp_extract, 2, 3),
    "regexp_extract_all": Function(_regexp_extract_all, 2, 3),
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
