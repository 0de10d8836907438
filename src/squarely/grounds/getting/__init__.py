"""Files fetched from their publishers, each fetch a dated state that nothing overwrites."""
