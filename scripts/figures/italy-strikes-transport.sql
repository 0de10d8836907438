-- Every call, without the free text of unions.
SELECT start, "end", days, country, held, sector, scope, region, proclaimed
FROM italy_strikes_transport
ORDER BY ALL
