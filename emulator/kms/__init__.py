"""KMS beside moto's: a key by each of its names, its state, and its grants."""
