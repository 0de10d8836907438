SELECT * FROM crowds ORDER BY date, event
