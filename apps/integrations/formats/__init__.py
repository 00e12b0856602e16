"""One module per kind of file: from the books to pieces of text, without touching the database."""
