"""From a landed file to rows that consumers may read: scan, ledger, plan, one commit."""
