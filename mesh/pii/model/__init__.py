"""Small models that are trained here and run on numpy alone.

The border: ``columns`` tells what short texts are, ``deciding`` what a column of them is.
"""
