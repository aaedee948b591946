"""Makes what readers give of a file into rows of the contract's table, or says why it cannot."""
