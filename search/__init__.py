"""Answer queries: query -> retrieve -> fuse -> results. These modules only read an index.

Two parts of this folder use the others: `quote_index`, the class for Python programs, which can also change an index,
and `terminal`, the commands. They have no folder at the top level, because its folders are fixed by the design.
"""
