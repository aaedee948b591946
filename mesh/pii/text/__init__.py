"""Personal data inside sentences: which signs of a text name a person, an address or a number."""
