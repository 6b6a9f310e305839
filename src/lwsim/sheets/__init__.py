"""A place as a spreadsheet, for those who keep theirs in one: out and in again, with errors at the cell."""
