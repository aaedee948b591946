"""What tells who a person is."""
