"""DynamoDB, called once per operation."""

from tests.emulator.conftest import BotoClient
from tests.emulator.kernel.stories import ARN, TAGS


def dynamodb(call: BotoClient) -> None:
    call.create_table(
        TableName="t",
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item, arn = {"pk": {"S": "1"}}, ARN.format("dynamodb", "table/t")
    table = {"TableName": "t"}
    call.put_item(**table, Item=item)
    assert call.get_item(**table, Key=item)["Item"] == item
    call.update_item(
        **table,
        Key=item,
        UpdateExpression="SET n = :n",
        ExpressionAttributeValues={":n": {"N": "1"}},
    )
    asked = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "1"}}}
    assert call.query(**table, **asked)["Count"] == 1
    assert call.scan(**table)["Count"] == 1
    assert call.batch_get_item(RequestItems={"t": {"Keys": [item]}})["Responses"]["t"]
    call.batch_write_item(RequestItems={"t": [{"PutRequest": {"Item": {"pk": {"S": "2"}}}}]})
    call.transact_write_items(TransactItems=[{"Put": {**table, "Item": {"pk": {"S": "3"}}}}])
    assert call.transact_get_items(TransactItems=[{"Get": {**table, "Key": item}}])["Responses"]
    call.delete_item(**table, Key=item)
    call.update_continuous_backups(
        **table, PointInTimeRecoverySpecification={"PointInTimeRecoveryEnabled": True}
    )
    assert call.describe_continuous_backups(**table)["ContinuousBackupsDescription"]
    call.update_time_to_live(
        **table, TimeToLiveSpecification={"Enabled": True, "AttributeName": "ttl"}
    )
    assert call.describe_time_to_live(**table)["TimeToLiveDescription"]["AttributeName"] == "ttl"
    call.tag_resource(ResourceArn=arn, Tags=TAGS)
    assert call.list_tags_of_resource(ResourceArn=arn)["Tags"] == TAGS
    call.untag_resource(ResourceArn=arn, TagKeys=["a"])
    call.update_table(**table, DeletionProtectionEnabled=False)
    assert call.describe_table(**table)["Table"]["ItemCount"] == 2
    assert call.list_tables()["TableNames"] == ["t"]
    call.delete_table(**table)
