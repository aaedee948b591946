"""SNS and SQS, called once per operation."""

from tests.emulator.conftest import BotoClient
from tests.emulator.kernel.stories import ARN, TAGS


def sns(call: BotoClient) -> None:
    topic = {"TopicArn": call.create_topic(Name="t")["TopicArn"]}
    arn = {"ResourceArn": topic["TopicArn"]}
    call.set_topic_attributes(**topic, AttributeName="DisplayName", AttributeValue="d")
    assert call.get_topic_attributes(**topic)["Attributes"]["DisplayName"] == "d"
    assert call.list_topics()["Topics"]
    queue = ARN.format("sqs", "q")
    made = call.subscribe(**topic, Protocol="sqs", Endpoint=queue, ReturnSubscriptionArn=True)
    one = {"SubscriptionArn": made["SubscriptionArn"]}
    call.set_subscription_attributes(
        **one, AttributeName="RawMessageDelivery", AttributeValue="true"
    )
    assert call.get_subscription_attributes(**one)["Attributes"]["RawMessageDelivery"] == "true"
    assert call.list_subscriptions()["Subscriptions"]
    assert call.list_subscriptions_by_topic(**topic)["Subscriptions"]
    call.unsubscribe(**one)
    assert call.publish(**topic, Message="m")["MessageId"]
    call.tag_resource(**arn, Tags=TAGS)
    assert call.list_tags_for_resource(**arn)["Tags"] == TAGS
    call.untag_resource(**arn, TagKeys=["a"])
    call.delete_topic(**topic)


def sqs(call: BotoClient) -> None:
    queue = {"QueueUrl": call.create_queue(QueueName="q")["QueueUrl"]}
    call.set_queue_attributes(**queue, Attributes={"VisibilityTimeout": "9"})
    read = call.get_queue_attributes(**queue, AttributeNames=["All"])["Attributes"]
    assert read["VisibilityTimeout"] == "9"
    assert call.get_queue_url(QueueName="q")["QueueUrl"] == queue["QueueUrl"]
    assert call.list_queues()["QueueUrls"] == [queue["QueueUrl"]]
    call.tag_queue(**queue, Tags={"a": "b"})
    assert call.list_queue_tags(**queue)["Tags"] == {"a": "b"}
    call.untag_queue(**queue, TagKeys=["a"])
    assert call.list_dead_letter_source_queues(**queue)["queueUrls"] == []
    call.send_message(**queue, MessageBody="1")
    call.send_message_batch(**queue, Entries=[{"Id": "2", "MessageBody": "2"}])
    got = call.receive_message(**queue, MaxNumberOfMessages=2)["Messages"]
    handles = [message["ReceiptHandle"] for message in got]
    call.change_message_visibility(**queue, ReceiptHandle=handles[0], VisibilityTimeout=30)
    call.delete_message(**queue, ReceiptHandle=handles[0])
    call.delete_message_batch(**queue, Entries=[{"Id": "2", "ReceiptHandle": handles[1]}])
    call.purge_queue(**queue)
    call.delete_queue(**queue)
