"""Views as a domain declares them: tables and their columns, indexes, totals and their figures."""

from onewrite.domain.views.figures import Count, Figure, Max, Min, Sum
from onewrite.domain.views.indexes import Descending, Index
from onewrite.domain.views.tables import Key, Row, Table, TableKeys, View
from onewrite.domain.views.totals import Totals

__all__ = [
    "Count",
    "Descending",
    "Figure",
    "Index",
    "Key",
    "Max",
    "Min",
    "Row",
    "Sum",
    "Table",
    "TableKeys",
    "Totals",
    "View",
]
