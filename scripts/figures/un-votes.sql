-- Each state's vote on the resolutions of 2023 to 2025, and the tallies of the older roll calls on
-- Palestine, for which no state is named: `n` states voted so.
SELECT item, date, CASE WHEN source = 'un-digital-library' THEN actor END AS actor,
  position, palestine, count(*) AS n
FROM un_votes
WHERE palestine
GROUP BY ALL
ORDER BY date, item, position, actor NULLS FIRST
