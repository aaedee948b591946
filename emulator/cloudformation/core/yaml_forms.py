"""YAML with CloudFormation's short forms: ``!Ref X``, ``!GetAtt A.B``, ``!Sub`` and the rest."""

from typing import Any

import yaml

from emulator.cloudformation.core.errors import TemplateError

# Short forms whose long name has no ``Fn::`` in front.
_BARE = frozenset({"Ref", "Condition"})


class _Loader(yaml.CSafeLoader):
    """Reads templates; refuses a key that stands twice, keeps dates as text."""


def load_yaml(text: str) -> Any:  # noqa: ANN401 - whatever the text says
    """Read YAML into the long forms that JSON templates use.

    Raises:
        TemplateError: with the line that does not parse.
    """
    try:
        return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader with more tags
    except yaml.YAMLError as error:
        raise TemplateError(f"Template format error: YAML not well-formed. {error}") from None


def _short_form(loader: _Loader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    value = _plain(loader, node)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in _BARE else f"Fn::{suffix}": value}


def _plain(loader: _Loader, node: yaml.Node) -> Any:  # noqa: ANN401 - whatever the node holds
    if isinstance(node, yaml.ScalarNode):
        return loader.construct_scalar(node)
    if isinstance(node, yaml.SequenceNode):
        return loader.construct_sequence(node, deep=True)
    if isinstance(node, yaml.MappingNode):
        return _mapping(loader, node)
    raise TemplateError(f"Template format error: cannot read a {type(node).__name__}")


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    keys = [loader.construct_object(key, deep=True) for key, _ in node.value]
    twice = {str(key) for key in keys if keys.count(key) > 1}
    if twice and not any(key.tag == "tag:yaml.org,2002:merge" for key, _ in node.value):
        where = f"line {node.start_mark.line + 1}"
        raise TemplateError(f"Template format error: {', '.join(twice)} stands twice ({where})")
    made: dict[Any, Any] = loader.construct_mapping(node, deep=True)
    return made


_Loader.add_multi_constructor("!", _short_form)
_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)
# "2012-10-17" is a policy's version, not a date.
_Loader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in known if tag != "tag:yaml.org,2002:timestamp"]
    for first, known in yaml.CSafeLoader.yaml_implicit_resolvers.items()
}
