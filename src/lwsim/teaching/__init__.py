"""The pages of lessons and class sessions: plain and light, for phones; the only place where the class meets the web."""
