"""Registers a domain and its products with governance, for CloudFormation."""
