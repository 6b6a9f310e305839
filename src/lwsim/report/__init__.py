"""The report of a comparison: one page that opens anywhere, and its figures as a table."""
