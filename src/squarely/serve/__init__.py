"""The workbench: a page on the machine's own address to edit, check and look at arguments."""
