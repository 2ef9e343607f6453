"""Answer queries from an index folder: query -> retrieve -> fuse -> results; the side that only reads.

On top of that stand `library`, the door for programs, through which they write as well, and `terminal`, how
answers look to people: they have no folder of their own, since the repository's top level is settled.
"""
