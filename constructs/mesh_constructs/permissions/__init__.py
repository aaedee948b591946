"""What each function of governance may do: one function's permissions per module."""
