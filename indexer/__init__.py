"""Extract attributed quotes from documents and store them: the part of the project that writes an index folder."""
