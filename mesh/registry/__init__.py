"""What the mesh knows of itself: domains, products, tickets, the audit trail."""
