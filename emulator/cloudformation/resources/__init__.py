"""Resource types, one file per service, each made through that service's own API."""
