"""The part that acts: stacks, their events, and the work that a plan asks for."""
