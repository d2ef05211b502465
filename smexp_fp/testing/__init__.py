"""What users' own tests can use: a simulated service in `smexp_fp.testing.simulator`."""
