"""Answer queries from an index folder: retrieve, fuse, show; the side that only reads."""
