"""Condition operators mean what IAM's user guide says, present or absent."""

import pytest

from emulator.iam.matching import Context
from tests.emulator.arrange import Json, allow
from tests.emulator.iam.deciding import document

ORG: Context = {"aws:principalorgid": "o-1"}
ALIASES: Context = {"kms:resourcealiases": ["alias/mesh", "alias/other"]}
ROLE: Context = {"aws:principalarn": "arn:aws:iam::111111111111:role/mesh-links"}


def holds(block: Json, context: Context) -> bool:
    statement = document(allow("*", Condition=block)).statements[0]
    return all(condition.holds(context) for condition in statement.conditions)


@pytest.mark.parametrize(
    ("block", "context", "expected"),
    [
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, ORG, True),
        ({"StringEquals": {"AWS:principalorgid": "o-1"}}, ORG, True),
        ({"StringEquals": {"aws:PrincipalOrgID": "O-1"}}, ORG, False),
        ({"StringEqualsIgnoreCase": {"aws:PrincipalOrgID": "O-1"}}, ORG, True),
        ({"StringEquals": {"aws:PrincipalOrgID": ["o-2", "o-1"]}}, ORG, True),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-*"}}, ORG, False),
        ({"StringLike": {"aws:PrincipalOrgID": "o-*"}}, ORG, True),
        ({"StringEquals": {"aws:PrincipalOrgID": "o-1"}}, {}, False),
        ({"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}}, {}, True),
        (
            {"StringEqualsIfExists": {"aws:PrincipalOrgID": "o-1"}},
            {"aws:principalorgid": "x"},
            False,
        ),
        ({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}, {}, True),
        ({"StringNotEquals": {"aws:PrincipalOrgID": ["o-1", "o-2"]}}, ORG, False),
        ({"StringNotLike": {"aws:PrincipalOrgID": "p-*"}}, ORG, True),
        ({"Null": {"aws:PrincipalOrgID": "true"}}, {}, True),
        ({"Null": {"aws:PrincipalOrgID": True}}, ORG, False),
        ({"Null": {"aws:PrincipalOrgID": "false"}}, ORG, True),
        ({"Bool": {"aws:SecureTransport": "false"}}, {"aws:securetransport": "true"}, False),
        ({"Bool": {"aws:SecureTransport": True}}, {"aws:securetransport": "true"}, True),
        ({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::*:role/mesh-*"}}, ROLE, True),
        ({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*"}}, ROLE, False),
        ({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/lf-*"}}, ROLE, True),
        ({"NumericLessThan": {"s3:max-keys": "10"}}, {"s3:max-keys": "9"}, True),
        ({"NumericLessThan": {"s3:max-keys": "10"}}, {"s3:max-keys": "10"}, False),
        ({"NumericLessThan": {"s3:max-keys": "10"}}, {"s3:max-keys": "many"}, False),
        (
            {"DateLessThan": {"aws:CurrentTime": "2026-02-01T00:00:00Z"}},
            {"aws:currenttime": "2026-01-31T23:59:59+00:00"},
            True,
        ),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {"aws:sourceip": "10.1.2.3"}, True),
        ({"NotIpAddress": {"aws:SourceIp": "10.0.0.0/8"}}, {"aws:sourceip": "10.1.2.3"}, False),
        ({"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/mesh"}}, ALIASES, True),
        ({"ForAllValues:StringEquals": {"kms:ResourceAliases": "alias/mesh"}}, ALIASES, False),
        ({"ForAllValues:StringLike": {"kms:ResourceAliases": "alias/*"}}, ALIASES, True),
        ({"ForAllValues:StringEquals": {"kms:ResourceAliases": "alias/mesh"}}, {}, True),
        ({"ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/mesh"}}, {}, False),
        ({"ForAnyValue:StringNotEquals": {"kms:ResourceAliases": "alias/mesh"}}, ALIASES, True),
        ({"StringEquals": {"kms:EncryptionContext:aws:s3:arn": "x"}}, {}, False),
        (
            {"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}},
            {"aws:resourceaccount": "1", "aws:principalaccount": "1"},
            True,
        ),
        (
            {
                "StringEquals": {"aws:PrincipalOrgID": "o-1"},
                "Bool": {"aws:SecureTransport": "true"},
            },
            ORG,
            False,
        ),
    ],
)
def test_an_operator_holds_exactly_then(block: Json, context: Context, *, expected: bool) -> None:
    assert holds(block, context) is expected
