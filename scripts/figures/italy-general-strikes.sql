-- Every general strike by union: few enough to be listed.
SELECT id, start, "end", country, area, region, "union", called_as, revoked
FROM italy_general_strikes
ORDER BY start, id, called_as, "union" NULLS FIRST
