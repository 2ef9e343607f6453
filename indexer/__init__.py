"""Write an index folder: extract attributed quotes from documents and store them."""
