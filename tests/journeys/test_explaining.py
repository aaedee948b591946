"""Whoever is refused can ask why: the command names the statement, or what was missing."""

import json

import pytest
from botocore.exceptions import ClientError

from cli.demo import using
from cli.demo.world import World
from tests.journeys.test_command import mesh, refused


def test_a_refused_request_is_explained_by_its_id(deployed: World) -> None:
    analyst = deployed.session(using.ANALYST)
    port = ("--port", str(deployed.aws.port))
    with pytest.raises(ClientError) as raised:
        analyst.client("dynamodb", endpoint_url=deployed.aws.endpoint).list_tables()
    request = raised.value.response["ResponseMetadata"]["RequestId"]

    told = mesh("local", "explain", request, *port, "--json")

    assert told.returncode == 0, told.stderr
    explained = json.loads(told.stdout)
    assert (explained["operation"], explained["allowed"]) == ("dynamodb:ListTables", False)
    assert "no identity-based policy" in explained["decisions"][0]["reason"]
    assert "dynamodb:ListTables: refused" in mesh("local", "explain", request, *port).stdout


def test_an_unknown_request_is_told_so(deployed: World) -> None:
    told = refused(mesh("local", "explain", "no-such-id", "--port", str(deployed.aws.port)))

    assert "nothing is known of request no-such-id" in told
