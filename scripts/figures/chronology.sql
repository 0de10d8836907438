SELECT * FROM chronology ORDER BY start, event
