"""The steps of the week, a file each; none imports another or the model: what they share is a column."""
