"""What is deployed: one deployable unit per module."""
