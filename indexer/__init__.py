"""Turn documents into attributed quotes and keep them: the side that writes an index folder."""
