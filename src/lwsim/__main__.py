"""`python -m lwsim`, for where the `lwsim` command is not on the path."""

from .cli import main

if __name__ == "__main__":
    main(prog_name="lwsim")
