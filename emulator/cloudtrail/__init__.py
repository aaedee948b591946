"""CloudTrail: what was called is kept, announced on the account's bus and filed in S3."""
