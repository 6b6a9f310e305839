"""Questions of many screens at once, answered by a few worker processes, fairly, and stopped the moment they are stale."""
