"""Class sessions: roles around one table, half a year a round, on the real model; nothing here knows a screen."""
