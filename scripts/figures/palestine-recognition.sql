SELECT state, recognised, date, date_last, "group", western, preferred, source
FROM palestine_recognition
ORDER BY state, source
