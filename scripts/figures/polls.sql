SELECT * FROM polls ORDER BY start, country, population, pollster, question, answer, "group", percent
