"""CloudTrail. Source: Service Authorization Reference, "AWS CloudTrail"."""

from emulator.iam.actions.need import Actions, everything, named_by, own, same_name

_trail = own("cloudtrail", "trail/{Name}")
_ON_TRAILS = (
    *("CreateTrail", "DeleteTrail", "GetTrail", "GetTrailStatus", "StartLogging", "StopLogging"),
    *("UpdateTrail",),
)

ACTIONS: Actions = {
    **same_name("cloudtrail", _trail, _ON_TRAILS),
    **same_name(
        "cloudtrail",
        own("cloudtrail", "trail/{TrailName}"),
        ("GetEventSelectors", "PutEventSelectors"),
    ),
    **same_name("cloudtrail", named_by("ResourceId"), ("AddTags", "RemoveTags")),
    **same_name(
        "cloudtrail",
        lambda call: tuple(call.parameters["ResourceIdList"]),
        ("ListTags",),
    ),
    # These know no resource.
    **same_name("cloudtrail", everything, ("DescribeTrails", "ListTrails", "LookupEvents")),
}
