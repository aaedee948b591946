"""Resource Access Manager: what one account lets others use, and whom it had to invite."""
