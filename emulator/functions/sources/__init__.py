"""Event source mappings: queues whose messages functions get in batches."""
