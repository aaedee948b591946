"""Lake Formation's decisions as pure functions: a lake and a subject in, a decision out."""
