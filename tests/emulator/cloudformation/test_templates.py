"""A template is read in both notations, and refused as a whole before anything is made."""

import pytest

from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.references import check_references, dependencies, in_order
from emulator.cloudformation.core.template import parse


def test_short_forms_of_yaml_are_the_long_forms_of_json() -> None:
    template = parse(
        """
        Resources:
          A:
            Type: AWS::SQS::Queue
            Properties:
              QueueName: !Sub "${AWS::StackName}-a"
              Tags:
                - {Key: k, Value: !GetAtt B.Arn.Inner}
                - {Key: j, Value: !Join ["-", [!Ref B, x]]}
          B: {Type: AWS::SQS::Queue}
        """
    )

    assert template.resources["A"].properties == {
        "QueueName": {"Fn::Sub": "${AWS::StackName}-a"},
        "Tags": [
            {"Key": "k", "Value": {"Fn::GetAtt": ["B", "Arn.Inner"]}},
            {"Key": "j", "Value": {"Fn::Join": ["-", [{"Ref": "B"}, "x"]]}},
        ],
    }


def test_a_policy_version_in_yaml_stays_a_text() -> None:
    template = parse("Resources: {A: {Type: X::Y::Z, Properties: {Version: 2012-10-17}}}")

    assert template.resources["A"].properties == {"Version": "2012-10-17"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{}", "At least one Resources member"),
        ("{", "JSON not well-formed"),
        ("a: [", "YAML not well-formed"),
        ("Resources: {A: {Type: X}}\nColours: {}", "Colours"),
        ("Resources: {A: {Properties: {}}}", "A"),
        ("Resources: {a-b: {Type: X}}", "non alphanumeric"),
        ("Resources: {A: {Type: X, Sometimes: 1}}", "Sometimes"),
        ("Resources: {A: {Type: X, DeletionPolicy: Snapshot}}", "DeletionPolicy"),
        ("Resources: {A: {Type: X}, A: {Type: Y}}", "stands twice"),
        ("Transform: AWS::Serverless\nResources: {A: {Type: X}}", "Transform"),
    ],
)
def test_a_wrong_form_is_named(text: str, words: str) -> None:
    with pytest.raises(TemplateError, match=words):
        parse(text)


@pytest.mark.parametrize(
    "value",
    ['{"Ref": "Nobody"}', '{"Fn::GetAtt": ["Nobody", "Arn"]}', '{"Fn::Sub": "x ${Nobody.Arn}"}'],
)
def test_a_reference_to_nothing_is_named(value: str) -> None:
    template = parse(f'{{"Resources": {{"A": {{"Type": "X", "Properties": {{"P": {value}}}}}}}}}')

    with pytest.raises(TemplateError, match=r"Unresolved resource dependencies \[Nobody\]"):
        check_references(template)


def test_a_name_that_sub_brings_along_is_no_reference() -> None:
    template = parse(
        "Resources: {A: {Type: X, Properties: {P: !Sub ['${Own} ${!Literal}', {Own: 1}]}}}"
    )

    check_references(template)


def test_a_circle_is_named() -> None:
    template = parse("Resources: {A: {Type: X, DependsOn: B}, B: {Type: X, DependsOn: [A]}}")

    with pytest.raises(TemplateError, match="Circular dependency"):
        in_order(dependencies(template.resources))
