"""Dependencies of the functions, one list per group, made into Lambda layers by `make install`."""
