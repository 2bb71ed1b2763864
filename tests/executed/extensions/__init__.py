"""Small applications that bind one extension each: the rows of the table of ``unbound-extensions`` are run on them."""
