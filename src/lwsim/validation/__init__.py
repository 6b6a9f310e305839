"""Published patterns against what today's ordinary system gives, and parts of the model against their theory."""
