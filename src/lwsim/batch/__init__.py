"""Many runs: who does which, and how they come back."""
