"""Makes a consumer account's resource links equal to what its roles may read."""
