-- Days on which the office gave a figure for homes.
SELECT date, country, homes_destroyed, schools_destroyed, homes_destroyed_filled
FROM gaza_damage
WHERE homes_destroyed IS NOT NULL
ORDER BY date
