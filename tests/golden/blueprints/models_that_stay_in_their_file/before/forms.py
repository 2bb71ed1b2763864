"""Forms that are printed."""
