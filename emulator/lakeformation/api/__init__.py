"""The operations of Lake Formation: each translates, asks the engine, and changes the lake."""
