"""CloudFormation: templates in, resources made by the services' own APIs, undone on failure."""
