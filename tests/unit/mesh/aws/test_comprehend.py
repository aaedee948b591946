"""Comprehend is asked as AWS wants it, and what it answers is told by the mesh's names."""

from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from botocore.stub import Stubber

from mesh.aws.comprehend import Comprehend
from mesh.aws.languages import Language

TEXT = "Ana Ruiz, ana@example.org, born 1.2.80"


def stubbed() -> tuple[Any, Stubber]:
    client: Any = boto3.client(
        "comprehend",
        region_name="eu-central-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
    )
    return client, Stubber(client)


def entity(kind: str, begin: int, end: int) -> dict[str, Any]:
    return {"Type": kind, "BeginOffset": begin, "EndOffset": end, "Score": 0.987}


@pytest.mark.parametrize("language", ["en", "es"])
def test_one_text_is_one_request_in_its_language(language: Language) -> None:
    client, stub = stubbed()
    found = [entity("EMAIL", 10, 25), entity("DATE_TIME", 33, 39), entity("NAME", 0, 8)]
    stub.add_response(
        "detect_pii_entities",
        {"Entities": found},
        expected_params={"Text": TEXT, "LanguageCode": language},
    )

    with stub:
        spans = Comprehend(client, language).spans(TEXT)

    stub.assert_no_pending_responses()
    assert [(span.entity, TEXT[span.start : span.end]) for span in spans] == [
        ("PERSON", "Ana Ruiz"),
        ("EMAIL_ADDRESS", "ana@example.org"),
    ]
    assert spans[0].confidence == 0.99


def test_a_kind_that_the_mesh_does_not_know_keeps_its_name() -> None:
    client, stub = stubbed()
    stub.add_response("detect_pii_entities", {"Entities": [entity("PIN", 0, 4)]})

    with stub:
        (span,) = Comprehend(client).spans("1234")

    assert span.entity == "PIN"


def test_a_refusal_of_aws_is_not_hidden() -> None:
    client, stub = stubbed()
    stub.add_client_error("detect_pii_entities", "AccessDeniedException", "not allowed")

    with stub, pytest.raises(ClientError, match="AccessDeniedException"):
        Comprehend(client).spans("a")
