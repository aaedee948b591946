"""The pure part: what a template says, in which order, and what differs from before."""
