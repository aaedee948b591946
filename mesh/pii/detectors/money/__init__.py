"""Cards, accounts and wallets."""
