"""What holds for all tests: no property fails for being slow, which a busy machine or a first compiling would make it."""

from hypothesis import settings

settings.register_profile("unhurried", deadline=None)
settings.load_profile("unhurried")
