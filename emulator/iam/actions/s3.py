"""S3: which action an operation needs is in ``emulator/s3/actions.py``.

What is asked depends on the stored bucket, object and key, so S3's own code asks.
"""

from emulator.iam.actions.need import Actions, decided_later
from emulator.s3.actions import BUCKET_ACTIONS, OBJECT_ACTIONS

_OTHERS = ("CreateBucket", "DeleteObjects", "ListBuckets")
ACTIONS: Actions = dict.fromkeys((*BUCKET_ACTIONS, *OBJECT_ACTIONS, *_OTHERS), decided_later)
