"""API Gateway's REST APIs: IAM-authorised requests that become function calls."""
