SELECT * FROM economy_figures ORDER BY start, "end", area, indicator, measure, maker, value
