"""Tools for your own tests.

* `smexp_fp.testing.simulator`: a simulated service.
* `smexp_fp.testing.strategies`: Hypothesis strategies for records, conditions and search expressions. They need the
  extra `testing`.
"""
