"""Contracts: the single source of truth of a data product (Open Data Contract Standard v3)."""

from mesh.contracts.model import Column, Contract, QualityRule, Table

__all__ = ["Column", "Contract", "QualityRule", "Table"]
