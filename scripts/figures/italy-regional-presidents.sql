SELECT region, country, start, "end", coalition, running
FROM italy_regional_presidents
ORDER BY region, start
