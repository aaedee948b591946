"""What lets somebody in."""
