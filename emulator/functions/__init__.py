"""Lambda without containers: worker processes that speak the Lambda Runtime API."""
