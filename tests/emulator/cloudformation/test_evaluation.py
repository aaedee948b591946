"""Intrinsic functions give what CloudFormation gives."""

import pytest

from emulator.cloudformation.core.errors import TemplateError
from emulator.cloudformation.core.evaluation import NO_VALUE, Evaluation, Surroundings
from emulator.cloudformation.core.template import Json


def evaluation() -> Evaluation:
    return Evaluation(
        Surroundings(
            names={"AWS::Region": "eu-central-1", "Size": "3", "Zones": ["a", "b"]},
            mappings={"Sizes": {"small": {"count": 1}}},
            conditions={
                "Yes": {"Fn::Equals": [{"Ref": "Size"}, "3"]},
                "No": {"Fn::Not": [{"Condition": "Yes"}]},
                "Both": {"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]},
                "Either": {"Fn::Or": [{"Condition": "Yes"}, {"Condition": "No"}]},
            },
            reference={"Queue": "queue-url"}.get,
            attribute=lambda name, key: f"{name}:{key}",
            imported=lambda name: f"import of {name}",
            stored=lambda name: f"stored {name}",
        )
    )


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Size"}, "3"),
        ({"Ref": "Queue"}, "queue-url"),
        ({"Fn::GetAtt": ["Queue", "Arn"]}, "Queue:Arn"),
        ({"Fn::GetAtt": "Queue.Arn"}, "Queue:Arn"),
        ({"Fn::Sub": "${Queue}/${Queue.Arn}/${!Left}"}, "queue-url/Queue:Arn/${Left}"),
        ({"Fn::Sub": ["${Own}-${Size}", {"Own": {"Ref": "Queue"}}]}, "queue-url-3"),
        ({"Fn::Join": ["-", ["a", {"Ref": "Size"}, 4]]}, "a-3-4"),
        ({"Fn::Join": [",", {"Ref": "Zones"}]}, "a,b"),
        ({"Fn::Select": ["1", {"Ref": "Zones"}]}, "b"),
        ({"Fn::Split": ["-", "a-b"]}, ["a", "b"]),
        ({"Fn::If": ["Yes", 1, 2]}, 1),
        ({"Fn::If": ["Both", 1, 2]}, 2),
        ({"Fn::If": ["Either", 1, 2]}, 1),
        ({"Fn::FindInMap": ["Sizes", "small", "count"]}, 1),
        ({"Fn::ImportValue": {"Fn::Sub": "x-${Size}"}}, "import of x-3"),
        ({"Fn::Base64": "hi"}, "aGk="),
        ({"Fn::GetAZs": ""}, ["eu-central-1a", "eu-central-1b", "eu-central-1c"]),
        ({"Fn::Cidr": ["10.0.0.0/16", 2, 8]}, ["10.0.0.0/24", "10.0.1.0/24"]),
        ({"A": {"Ref": "AWS::NoValue"}, "B": [1, {"Ref": "AWS::NoValue"}]}, {"B": [1]}),
        ({"A": {"Fn::If": ["No", 1, {"Ref": "AWS::NoValue"}]}}, {}),
        ("x {{resolve:ssm:/name:2}} y", "x stored /name:2 y"),
        ({"Fn::Join": ["", ["{{resolve:ssm:/", "name}}"]]}, "stored /name"),
        ({"Condition": {"Bool": {"aws:SecureTransport": "false"}}},) * 2,
    ],
)
def test_a_value_resolves(value: Json, expected: Json) -> None:
    assert evaluation().resolve(value) == expected


def test_no_value_on_its_own_is_nothing() -> None:
    assert evaluation().resolve({"Ref": "AWS::NoValue"}) is NO_VALUE


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"Fn::Transform": {}}, "Fn::Transform is not part"),
        ({"Fn::Select": [5, ["a"]]}, "cannot select index 5"),
        ({"Fn::FindInMap": ["Sizes", "big", "count"]}, "Unable to get mapping"),
        ({"Fn::If": ["Maybe", 1, 2]}, "condition Maybe is not defined"),
        ({"Fn::Join": ["", "text"]}, "Fn::Join needs a list"),
        ({"Fn::Split": ["-", ["list"]]}, "Fn::Split needs a text"),
        ("{{resolve:secretsmanager:x}}", "dynamic references to secretsmanager"),
        ({"Ref": "Nobody"}, "Nobody"),
    ],
)
def test_what_cannot_be_resolved_is_said(value: Json, words: str) -> None:
    with pytest.raises(TemplateError, match=words):
        evaluation().resolve(value)
