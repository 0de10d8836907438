SELECT * FROM italy_regional ORDER BY date, election, rank
