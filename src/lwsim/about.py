"""Which lwsim this is."""

from importlib.metadata import PackageNotFoundError, version

try:
    VERSION = version("lwsim")
except PackageNotFoundError:
    VERSION = "0.1.0+source"
