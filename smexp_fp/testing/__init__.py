"""What users' own tests can use.

* `smexp_fp.testing.simulator`: a simulated service.
* `smexp_fp.testing.strategies`: Hypothesis strategies for records, conditions and search expressions (the extra
`testing`).
"""
