"""STS. Source: Service Authorization Reference, "AWS Security Token Service"."""

from emulator.iam.actions.need import Actions, decided_later

ACTIONS: Actions = {
    # Trust policies decide, once the role is known.
    "AssumeRole": decided_later,
    # Needs no right, and no policy can deny it (STS API reference, GetCallerIdentity).
    "GetCallerIdentity": decided_later,
}
