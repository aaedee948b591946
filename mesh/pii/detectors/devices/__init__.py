"""Devices, vehicles, networks and places."""
