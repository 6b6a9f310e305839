"""What a batch of runs says: pure functions from its tables to answers, then figures and a page."""
