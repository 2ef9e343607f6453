"""Answer queries: query -> retrieve -> fuse -> results. These modules only read an index.

Two parts of this folder use the other modules: `quote_index` is the class for Python programs, which can also change an
index, and `terminal` has the commands. Both are in this folder because the design allows no other folder at the top
level.
"""
