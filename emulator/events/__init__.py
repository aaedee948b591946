"""EventBridge and SNS: what is announced reaches whom the rules and subscriptions name."""
