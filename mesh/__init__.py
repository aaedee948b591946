"""The pure core of the mesh: one sub-package per slice; only ``mesh.aws`` speaks to AWS."""
