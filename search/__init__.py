"""Answer queries: query -> retrieve -> fuse -> results; the side that only reads.

On top of that stand `quote_index`, the class for programs, by which they write as well, and `terminal`, the commands:
they have no folder of their own, since the repository's top level is settled.
"""
