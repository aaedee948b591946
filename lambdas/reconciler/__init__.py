"""Makes actual grants equal to the active subscriptions."""
