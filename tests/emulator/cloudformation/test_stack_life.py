"""A stack is brought to its template as a whole, or back to where it was."""

import pytest
from botocore.exceptions import ClientError

from tests.emulator.cloudformation.conftest import Account, broken, setting


def test_a_stack_makes_what_its_template_names(account: Account) -> None:
    status = account.create({"Setting": setting("on")})

    assert status == "CREATE_COMPLETE"
    assert account.parameter("/app/setting") == "on"


def test_resources_are_made_after_what_they_refer_to(account: Account) -> None:
    account.create(
        {
            "A": setting({"Ref": "B"}, "/a"),
            "B": setting({"Fn::GetAtt": ["C", "Value"]}, "/b"),
            "C": setting("deep", "/c"),
        }
    )

    made = [name for name, status in account.story() if status == "CREATE_COMPLETE"]
    assert made == ["C", "B", "A", "app"]
    assert account.parameter("/b") == "deep"


def test_each_step_of_a_resource_is_an_event(account: Account) -> None:
    account.create({"Setting": setting("on")})

    assert account.story() == [
        ("app", "CREATE_IN_PROGRESS"),
        ("Setting", "CREATE_IN_PROGRESS"),
        ("Setting", "CREATE_IN_PROGRESS"),
        ("Setting", "CREATE_COMPLETE"),
        ("app", "CREATE_COMPLETE"),
    ]


def test_a_failed_creation_takes_everything_away_again(account: Account) -> None:
    status = account.create({"Setting": setting("on"), "Bad": broken(DependsOn="Setting")})

    assert status == "ROLLBACK_COMPLETE"
    assert account.parameter("/app/setting") is None
    assert ("Bad", "CREATE_FAILED") in account.story()
    assert "The following resource(s) failed to create: [Bad]" in account.reasons()


def test_looking_at_a_rolled_back_stack_makes_nothing_again(account: Account) -> None:
    account.create({"Setting": setting("on"), "Bad": broken(DependsOn="Setting")})

    account.cloudformation.describe_stack_resources(StackName="app")

    assert account.parameter("/app/setting") is None


def test_a_resource_made_only_by_half_is_taken_away_too(account: Account) -> None:
    bucket = {
        "Type": "AWS::S3::Bucket",
        "Properties": {
            "BucketName": "half-made",
            # This old way to write a transition is known to AWS, and refused only when it is put.
            "LifecycleConfiguration": {
                "Rules": [
                    {
                        "Status": "Enabled",
                        "Transition": {"StorageClass": "GLACIER", "TransitionInDays": 3},
                    }
                ]
            },
        },
    }

    assert account.create({"Bucket": bucket}) == "ROLLBACK_COMPLETE"
    assert account.client("s3").list_buckets()["Buckets"] == []


def test_a_failed_creation_can_be_kept_to_be_looked_at(account: Account) -> None:
    resources = {"Setting": setting("on"), "Bad": broken(DependsOn="Setting")}

    assert account.create(resources, OnFailure="DO_NOTHING") == "CREATE_FAILED"
    assert account.parameter("/app/setting") == "on"


def test_an_update_changes_in_place_and_removes_what_is_not_named_any_more(
    account: Account,
) -> None:
    account.create({"Setting": setting("on"), "Old": setting("x", "/old")})

    assert account.update({"Setting": setting("off")}) == "UPDATE_COMPLETE"
    assert account.parameter("/app/setting") == "off"
    assert account.parameter("/old") is None


def test_an_update_leaves_alone_what_does_not_change(account: Account) -> None:
    account.create({"Same": setting("same", "/same"), "Setting": setting("on")})
    before = len(account.story())

    account.update({"Same": setting("same", "/same"), "Setting": setting("off")})

    assert "Same" not in [name for name, _ in account.story()[before:]]


def test_a_change_that_only_shows_behind_a_reference_is_made(account: Account) -> None:
    behind = setting({"Fn::GetAtt": ["Setting", "Value"]}, "/behind")
    account.create({"Setting": setting("on"), "Behind": behind})

    account.update({"Setting": setting("off"), "Behind": behind})

    assert account.parameter("/behind") == "off"


def test_a_name_that_changes_makes_a_new_resource_and_then_deletes_the_old(
    account: Account,
) -> None:
    account.create({"Setting": setting("on", "/first")})

    assert account.update({"Setting": setting("on", "/second")}) == "UPDATE_COMPLETE"
    assert (account.parameter("/first"), account.parameter("/second")) == (None, "on")


def test_a_failed_update_puts_back_what_it_changed_made_and_replaced(account: Account) -> None:
    account.create({"Changed": setting("on", "/changed"), "Named": setting("x", "/named")})

    status = account.update(
        {
            "Changed": setting("off", "/changed"),
            "Named": setting("x", "/renamed"),
            "New": setting("new", "/new"),
            "Bad": broken(DependsOn=["Changed", "Named", "New"]),
        }
    )

    assert status == "UPDATE_ROLLBACK_COMPLETE"
    assert account.parameter("/changed") == "on"
    assert (account.parameter("/named"), account.parameter("/renamed")) == ("x", None)
    assert account.parameter("/new") is None
    assert account.physical_id("Named") == "/named"


def test_a_failed_update_leaves_a_stack_that_can_be_updated_again(account: Account) -> None:
    account.create({"Setting": setting("on")})
    account.update({"Setting": setting("off"), "Bad": broken(DependsOn="Setting")})

    assert account.update({"Setting": setting("off")}) == "UPDATE_COMPLETE"
    assert account.parameter("/app/setting") == "off"


def test_an_update_without_changes_is_refused(account: Account) -> None:
    account.create({"Setting": setting("on")})

    with pytest.raises(ClientError, match="No updates are to be performed"):
        account.update({"Setting": setting("on")})


def test_a_deleted_stack_takes_its_resources_along_in_reverse(account: Account) -> None:
    account.create({"A": setting("x", "/a"), "B": setting({"Ref": "A"}, "/b")})
    identifier = account.stack()["StackId"]

    assert account.delete() == "DELETE_COMPLETE"
    gone = [name for name, status in account.story(identifier) if status == "DELETE_COMPLETE"]
    assert gone == ["B", "A", "app"]
    with pytest.raises(ClientError, match="does not exist"):
        account.stack()


def test_a_bucket_with_objects_fails_the_deletion_and_stays(account: Account) -> None:
    bucket = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "kept-full"}}
    account.create({"Bucket": bucket})
    account.client("s3").put_object(Bucket="kept-full", Key="k", Body=b"x")

    assert account.delete() == "DELETE_FAILED"
    assert account.client("s3").get_object(Bucket="kept-full", Key="k")["Body"].read() == b"x"


def test_what_somebody_else_deleted_does_not_stop_a_deletion(account: Account) -> None:
    account.create({"Setting": setting("on")})
    account.client("ssm").delete_parameter(Name="/app/setting")

    assert account.delete() == "DELETE_COMPLETE"


def test_retained_resources_outlive_their_stack(account: Account) -> None:
    account.create({"Kept": setting("on", DeletionPolicy="Retain")})

    assert account.delete() == "DELETE_COMPLETE"
    assert account.parameter("/app/setting") == "on"


def test_retain_except_on_create_does_not_outlive_a_failed_creation(account: Account) -> None:
    kept = setting("on", DeletionPolicy="RetainExceptOnCreate")

    account.create({"Kept": kept, "Bad": broken(DependsOn="Kept")})

    assert account.parameter("/app/setting") is None


def test_retain_except_on_create_outlives_the_stack(account: Account) -> None:
    account.create({"Kept": setting("on", DeletionPolicy="RetainExceptOnCreate")})

    account.delete()

    assert account.parameter("/app/setting") == "on"


def test_a_replaced_resource_is_kept_where_its_policy_says_so(account: Account) -> None:
    account.create({"Kept": setting("on", "/first", UpdateReplacePolicy="Retain")})

    account.update({"Kept": setting("on", "/second", UpdateReplacePolicy="Retain")})

    assert account.parameter("/first") == "on"


def test_a_protected_stack_is_not_deleted(account: Account) -> None:
    account.create({"Setting": setting("on")}, EnableTerminationProtection=True)

    with pytest.raises(ClientError, match="TerminationProtection is enabled"):
        account.delete()

    account.cloudformation.update_termination_protection(
        StackName="app", EnableTerminationProtection=False
    )
    assert account.delete() == "DELETE_COMPLETE"


def test_deleting_a_stack_that_does_not_exist_is_no_error(account: Account) -> None:
    account.cloudformation.delete_stack(StackName="never-made")


def test_a_resource_with_an_unmet_condition_is_not_there(account: Account) -> None:
    account.create(
        {"A": setting("x", "/a", Condition="Never"), "B": setting("y", "/b")},
        conditions={"Never": {"Fn::Equals": ["a", "b"]}},
    )

    assert (account.parameter("/a"), account.parameter("/b")) == (None, "y")
