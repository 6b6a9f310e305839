"""Lessons: predict, run, see, explain, on real runs; files that a teacher can write, checked before anybody reads them."""
