-- The labour share alone, from 1970, to four digits.
SELECT country, year(year) AS year, round(labour_share, 4) AS labour_share, carried
FROM pwt
WHERE labour_share IS NOT NULL AND year >= DATE '1970-01-01'
ORDER BY country, year
