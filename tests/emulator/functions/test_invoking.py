"""A function runs as itself: its code, its role, its variables and limits, and nothing else."""

import json
import os

import pytest
from botocore.exceptions import ClientError

from emulator.cloud import Cloud
from tests.emulator.arrange import allow, policy
from tests.emulator.conftest import CONSUMER, PRODUCER, BotoClient, MakeClient
from tests.emulator.functions.arrange import make_function, packed


def call(client: MakeClient, name: str, event: object = None, **options: str) -> BotoClient:
    return client("lambda", PRODUCER).invoke(
        FunctionName=name, Payload=json.dumps(event or {}).encode(), **options
    )


def answer(response: BotoClient) -> BotoClient:
    return json.loads(response["Payload"].read())


def test_a_function_answers_what_its_handler_gives(client: MakeClient) -> None:
    make_function(client, PRODUCER, "twice", "def handle(e, _): return {'twice': e['n'] * 2}")

    assert answer(call(client, "twice", {"n": 21})) == {"twice": 42}


def test_a_warm_worker_is_used_again(client: MakeClient) -> None:
    make_function(client, PRODUCER, "pid", "import os\ndef handle(e, _): return os.getpid()")

    assert answer(call(client, "pid")) == answer(call(client, "pid"))


def test_new_code_gets_a_new_worker(client: MakeClient) -> None:
    make_function(client, PRODUCER, "f", "def handle(e, _): return 'old'")
    call(client, "f")
    client("lambda", PRODUCER).update_function_code(
        FunctionName="f", ZipFile=packed("def handle(e, _): return 'new'")
    )

    assert answer(call(client, "f")) == "new"


def test_a_function_acts_as_its_role(client: MakeClient) -> None:
    code = """
        import boto3
        def handle(e, _): return boto3.client('sts').get_caller_identity()['Arn']
    """
    make_function(client, PRODUCER, "who", code)

    assert answer(call(client, "who")) == f"arn:aws:sts::{PRODUCER}:assumed-role/who/who"


def test_a_function_sees_its_own_environment_and_not_the_servers(
    client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_OF_THE_SERVER", "x")
    code = """
        import os
        from pathlib import Path
        def handle(e, _):
            return [dict(os.environ), Path('/proc/self/environ').read_text(), os.getcwd()]
    """
    make_function(client, PRODUCER, "env", code, Environment={"Variables": {"MINE": "yes"}})

    environment, started_with, folder = answer(call(client, "env"))

    assert environment["MINE"] == "yes"
    assert environment["AWS_LAMBDA_FUNCTION_NAME"] == "env"
    assert environment["LAMBDA_TASK_ROOT"] == folder
    assert not {"SECRET_OF_THE_SERVER", "VIRTUAL_ENV", "PYTHONPATH"} & set(environment)
    assert "SECRET_OF_THE_SERVER" not in started_with


def test_a_function_finds_no_module_that_its_code_lacks(client: MakeClient) -> None:
    make_function(client, PRODUCER, "lacks", "import emulator\ndef handle(e, _): return 1")

    response = call(client, "lacks")

    assert response["FunctionError"] == "Unhandled"
    assert answer(response)["errorType"] == "Runtime.ImportModuleError"


def test_an_exception_is_an_unhandled_error_with_type_and_message(client: MakeClient) -> None:
    make_function(client, PRODUCER, "fails", "def handle(e, _): raise ValueError('too small')")

    response = call(client, "fails")

    assert response["FunctionError"] == "Unhandled"
    error = answer(response)
    assert (error["errorType"], error["errorMessage"]) == ("ValueError", "too small")


def test_what_a_function_prints_is_in_the_log_group_that_it_names(client: MakeClient) -> None:
    code = "def handle(e, _): print('seen', e['n'])"
    make_function(
        client, PRODUCER, "talks", code, LoggingConfig={"LogGroup": "/own", "LogFormat": "Text"}
    )

    call(client, "talks", {"n": 7})

    events = client("logs", PRODUCER).filter_log_events(logGroupName="/own")["events"]
    lines = [event["message"] for event in events]
    assert "seen 7" in lines
    assert [line.split(" ")[0].split("\t")[0] for line in lines][::3] == ["START", "REPORT"]


def test_a_role_without_the_right_to_log_works_in_silence(client: MakeClient) -> None:
    make_function(client, PRODUCER, "hushed", "def handle(e, _): print('seen')")
    group = {"logGroupName": "/aws/lambda/hushed"}
    client("logs", PRODUCER).create_log_group(**group)
    client("iam", PRODUCER).put_role_policy(
        RoleName="hushed",
        PolicyName="inline",
        PolicyDocument=policy(allow("logs:CreateLogStream", "*")),
    )

    assert "FunctionError" not in call(client, "hushed")

    logs = client("logs", PRODUCER)
    assert len(logs.describe_log_streams(**group)["logStreams"]) == 1
    assert logs.filter_log_events(**group)["events"] == []


def test_another_account_needs_the_functions_permission(client: MakeClient) -> None:
    arn = make_function(client, PRODUCER, "shared", "def handle(e, _): return 'ok'")
    foreign = client("lambda", CONSUMER)

    with pytest.raises(ClientError) as refused:
        foreign.invoke(FunctionName=arn)
    client("lambda", PRODUCER).add_permission(
        FunctionName="shared",
        StatementId="consumer",
        Action="lambda:InvokeFunction",
        Principal=CONSUMER,
    )

    assert refused.value.response["Error"]["Code"] == "AccessDeniedException"
    assert answer(foreign.invoke(FunctionName=arn)) == "ok"


def test_a_function_that_does_not_exist_is_not_found(client: MakeClient) -> None:
    with pytest.raises(ClientError) as error:
        call(client, "nothing")

    assert error.value.response["Error"]["Code"] == "ResourceNotFoundException"


@pytest.mark.parametrize("setting", ["EMULATOR_PURE_RUNTIME_CLIENT", "EMULATOR_SPAWN_WORKERS"])
def test_every_way_to_run_a_worker_answers_alike(
    client: MakeClient, monkeypatch: pytest.MonkeyPatch, setting: str
) -> None:
    monkeypatch.setenv(setting, "1")
    code = """
        import sys
        def handle(e, context):
            if e.get('fail'):
                raise ValueError('no')
            file = getattr(sys.modules['runtime_client'], '__file__')
            return [e['n'], context.get_remaining_time_in_millis() > 0, file.endswith('.py')]
    """
    make_function(client, PRODUCER, "f", code)

    failed = call(client, "f", {"fail": True})

    pure = setting == "EMULATOR_PURE_RUNTIME_CLIENT"
    assert answer(failed)["errorType"] == "ValueError"
    assert answer(call(client, "f", {"n": 5})) == [5, True, pure]


def test_workers_end_with_the_cloud(client: MakeClient, cloud: Cloud) -> None:
    make_function(client, PRODUCER, "pid", "import os\ndef handle(e, _): return os.getpid()")
    pid = answer(call(client, "pid"))

    cloud.close()

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
