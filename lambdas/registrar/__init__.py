"""Makes what a domain registers real in governance."""
