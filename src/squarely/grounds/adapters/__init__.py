"""One file per dataset; each module has NAME, SOURCES and read(root) -> Prepared."""

ADAPTERS: tuple[str, ...] = ()
