"""Which files a table is made of, read with the rights that Lake Formation lends."""
