"""Tests of what trains the models."""
