"""Functions run what they are named after, as themselves, and what fails is kept."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from mesh.contracts.odcs import digest_of, normalise, read_document
from mesh.naming.rules import CustomDetector, ScanRules
from policies.rule import Template, target_of
from tests.synth.assembly import EXAMPLE, NAMES, ROOT, Assembly, resource, synthesise

GOVERNANCE = {"settings", "registrar", "api", "scanner", "publisher", "reconciler", "sweep"}
READING = ("mesh-scanner", "mesh-publisher")
ACCOUNTS = {
    "Governance": GOVERNANCE,
    "fleet-Producer": {"registration"},
    "fleet-Consumer": {"links", "settings"},
}


@pytest.mark.parametrize("stack", ACCOUNTS)
def test_each_function_is_named_after_its_handler_and_role(assembly: Assembly, stack: str) -> None:
    template = assembly.template(stack)
    functions = dict(template.of_type("AWS::Lambda::Function"))

    assert {each["FunctionName"] for each in functions.values()} == {
        f"mesh-{name}" for name in ACCOUNTS[stack]
    }
    for each in functions.values():
        module = each["FunctionName"].removeprefix("mesh-")
        role = template.resources[str(target_of(each["Role"]))]["Properties"]
        assert each["Handler"] == f"lambdas.{module}.handler.handle"
        assert each["Runtime"] == "python3.14"
        assert each["Architectures"] == ["arm64"]
        assert role["RoleName"] == each["FunctionName"]


@pytest.mark.parametrize("stack", ACCOUNTS)
def test_functions_learn_the_names_of_the_mesh_and_those_that_read_their_limits_and_to_be_lean(
    assembly: Assembly, stack: str
) -> None:
    own = {} if stack == "Governance" else {"MESH_DOMAIN": "fleet"}
    lean = {"OPENBLAS_NUM_THREADS": "1", "GLIBC_TUNABLES": "glibc.malloc.tcache_count=0"}
    reading = EXAMPLE.limits.to_environment() | lean

    for _, each in assembly.template(stack).of_type("AWS::Lambda::Function"):
        told = reading if each["FunctionName"] in READING else {}
        assert each["Environment"]["Variables"] == NAMES.to_environment() | own | told


def test_rules_of_the_mesh_reach_the_functions_that_judge_files_and_contracts(
    tmp_path: Path,
) -> None:
    rules = ScanRules(detectors=(CustomDetector(name="MEMBER", pattern="AM[0-9]{9}"),))
    mesh = replace(EXAMPLE, rules=rules)

    template = synthesise(tmp_path, mesh, ["governance"], policies=False).template("Governance")

    given = {
        each["FunctionName"]: ScanRules.from_environment(each["Environment"]["Variables"])
        for _, each in template.of_type("AWS::Lambda::Function")
    }
    assert {name for name, told in given.items() if told == rules} == {*READING, "mesh-registrar"}


def test_functions_that_read_files_have_room_for_the_largest(governance: Template) -> None:
    for name in READING:
        function = resource(governance, "AWS::Lambda::Function", FunctionName=name)
        assert EXAMPLE.limits.file_mb < function["EphemeralStorage"]["Size"] <= 10_240
        assert EXAMPLE.limits.seconds < function["Timeout"]


def test_lake_formation_is_changed_by_one_call_at_a_time(governance: Template) -> None:
    for name in ("mesh-registrar", "mesh-reconciler"):
        function = resource(governance, "AWS::Lambda::Function", FunctionName=name)
        assert function["ReservedConcurrentExecutions"] == 1


@pytest.mark.parametrize(
    ("queue", "batch"),
    [
        ("mesh-scanner", 10),
        ("mesh-publisher.fifo", 1),
        ("mesh-registrar.fifo", 1),
        ("mesh-reconciler.fifo", 10),
    ],
)
def test_a_queue_feeds_its_function_and_failed_messages_come_again_alone(
    governance: Template, queue: str, batch: int
) -> None:
    name = queue.removesuffix(".fifo")
    sources = {
        governance.resources[str(target_of(entry["EventSourceArn"]))]["Properties"][
            "QueueName"
        ]: entry
        for _, entry in governance.of_type("AWS::Lambda::EventSourceMapping")
    }
    made = resource(governance, "AWS::SQS::Queue", QueueName=queue)
    suffix = ".fifo" if queue.endswith(".fifo") else ""
    dead = governance.resources[str(target_of(made["RedrivePolicy"]["deadLetterTargetArn"]))]

    source = sources[queue]
    function = governance.resources[str(target_of(source["FunctionName"]))]["Properties"]
    assert function["FunctionName"] == name
    assert source["BatchSize"] == batch
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert made["VisibilityTimeout"] >= 6 * function["Timeout"]
    assert dead["Properties"]["QueueName"] == f"{name}-dlq{suffix}"


@pytest.mark.parametrize(
    ("rule", "rate", "function", "event"),
    [
        ("mesh-reconcile", "rate(1 minute)", "mesh-reconciler", {"reason": "expiry"}),
        ("mesh-reconcile-drift", "rate(1 hour)", "mesh-reconciler", {"reason": "drift"}),
        ("mesh-sweep", "rate(1 hour)", "mesh-sweep", {"reason": "schedule"}),
    ],
)
def test_the_clock_calls(
    governance: Template, rule: str, rate: str, function: str, event: dict[str, str]
) -> None:
    made = resource(governance, "AWS::Events::Rule", Name=rule)

    called = governance.resources[str(target_of(made["Targets"][0]["Arn"]))]["Properties"]
    assert made["ScheduleExpression"] == rate
    assert called["FunctionName"] == function
    assert json.loads(made["Targets"][0]["Input"]) == event


def test_functions_called_without_waiting_keep_what_they_failed_on(assembly: Assembly) -> None:
    waiting = {"mesh-api", "mesh-scanner", "mesh-publisher", "mesh-registrar"}

    for stack in ACCOUNTS:
        for _, each in assembly.template(stack).of_type("AWS::Lambda::Function"):
            assert ("DeadLetterConfig" in each) is (each["FunctionName"] not in waiting)


def test_the_code_is_the_same_asset_everywhere_and_holds_two_packages(assembly: Assembly) -> None:
    keys = {
        each["Code"]["S3Key"]
        for template in assembly.templates().values()
        for _, each in template.of_type("AWS::Lambda::Function")
    }
    digest = keys.pop().removesuffix(".zip")

    packed = assembly.folder / f"asset.{digest}"
    assert not keys
    assert {path.name for path in packed.iterdir()} == {"lambdas", "mesh"}
    assert not list(packed.rglob("__pycache__"))


def test_settings_name_registrar_reconciler_and_cloudformation(governance: Template) -> None:
    settings = resource(governance, "Custom::LakeFormationSettings")

    roles = [
        governance.resources[str(target_of(admin))]["Properties"]["RoleName"]
        for admin in settings["Admins"]
        if isinstance(admin, dict)
    ]
    account = NAMES.governance_account
    deploy = f"role/cdk-hnb659fds-cfn-exec-role-{account}-{NAMES.region}"
    assert roles == ["mesh-registrar", "mesh-reconciler"]
    assert settings["Admins"][-1] == f"arn:aws:iam::{account}:{deploy}"
    assert len(settings["ReadOnlyAdmins"]) == 1


def test_products_are_sent_whole_with_their_digest(assembly: Assembly) -> None:
    products = dict(assembly.template("fleet-Products").of_type("Custom::DataProduct"))

    files = (ROOT / "domains" / "fleet" / "products").glob("*.odcs.yaml")
    sent = [entry["Contract"] for entry in products.values()]
    assert sorted(sent) == sorted(normalise(read_document(path)) for path in files)
    for entry in products.values():
        assert entry["Digest"] == digest_of(entry["Contract"])
        assert entry["ServiceToken"] == NAMES.function_arn(
            EXAMPLE.account("fleet"), "mesh-registration"
        )
