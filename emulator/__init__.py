"""The embedded AWS: moto's services in one multi-account process, and what moto lacks.

It knows nothing of the mesh: it loads templates and handlers as AWS does.
"""
