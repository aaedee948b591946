"""CloudFormation's operations as clients call them."""
