-- Conflicts a year; which they were is left out.
SELECT year, year_number, type, intensity, region, "over", count(*) AS conflicts
FROM ucdp_conflict_year
GROUP BY ALL
ORDER BY ALL
