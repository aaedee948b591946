"""Training of the models that ship with the scanner; never imported by what runs."""
