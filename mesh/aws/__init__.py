"""Adapters to AWS: within mesh the only place that speaks boto3."""
