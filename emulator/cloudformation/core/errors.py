"""What can be wrong with a template, and what is only not known yet."""


class TemplateError(ValueError):
    """A template or its parameters are wrong; the message names the place, as AWS words it."""


class NotYetKnownError(Exception):
    """A value depends on a resource that this deployment has yet to make or change."""


class ResourceError(Exception):
    """A resource could not be made, changed or deleted; the stack's events tell the message."""
