SELECT date, country, phase, killed_cumulative, injured_cumulative, new_killed, period_hours
FROM lebanon_casualties
ORDER BY date
