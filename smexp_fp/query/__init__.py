"""The query language (being built)."""
from smexp_fp.query._ast import Condition, all_of, any_of
from smexp_fp.query._parse import parse
from smexp_fp.query._q import Q
from smexp_fp.query._compile import compile
from smexp_fp.query._matches import matches
from smexp_fp.query._normalise import normalise
