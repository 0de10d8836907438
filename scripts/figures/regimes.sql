-- Since 1990, for size.
SELECT country, year(year) AS year, regime, class
FROM regimes
WHERE year >= DATE '1990-01-01'
ORDER BY country, year
