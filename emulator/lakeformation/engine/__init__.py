"""Lake Formation's decisions as pure functions: a lake's state and a subject in, a decision with its reason out."""
