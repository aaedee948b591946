"""One reader per format: what it holds as column batches, or why it is refused."""
