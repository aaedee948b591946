"""Who may read what: requests, decisions, subscriptions, and the grants they turn into."""
