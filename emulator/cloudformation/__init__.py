"""CloudFormation: templates in, resources made through the services' own APIs, and undone when one fails."""
