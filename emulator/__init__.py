"""The embedded AWS: moto's services in one multi-account process, with what moto lacks in front and around.

It knows nothing of the mesh: it loads templates and handlers as AWS does.
"""
