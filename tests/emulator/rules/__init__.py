"""Lake Formation's rules as data, each with its source, played against the embedded AWS."""
