"""A dataset's table as flat files of codes, and one pass over them for many claims at once."""
