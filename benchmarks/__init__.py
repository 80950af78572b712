"""Measurements against the budgets in README.md of this folder. Nothing here is a test, and no test reads a clock."""
