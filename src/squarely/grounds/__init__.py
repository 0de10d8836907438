"""What is known of the world: the catalog, the tables, and the one query a claim asks of them."""
