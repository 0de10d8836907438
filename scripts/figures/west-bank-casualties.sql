-- Days with an update: in between nothing is added.
SELECT date, country, killed_cumulative, settler_attacks_cumulative, displaced_cumulative,
  new_killed, new_settler_attacks
FROM west_bank_casualties
WHERE source = 'un' OR new_killed <> 0 OR new_settler_attacks <> 0
ORDER BY date
