"""Pictures of tables and histories, as charts of Altair. They need the extra `plots`.

A chart is Altair's own: change it, combine it, show it in a notebook. `save` writes it to a file.
"""

from smexp_fp.plots._curves import curves
from smexp_fp.plots._parallel import parallel
from smexp_fp.plots._save import save
from smexp_fp.plots._scatter import scatter

__all__ = ["curves", "parallel", "save", "scatter"]
