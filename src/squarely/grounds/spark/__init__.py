"""Spark as the second engine: its Java, its session, its tables and its answers."""
