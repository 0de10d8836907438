SELECT date, draft, member, topic, on_palestine, on_middle_east, ceasefire, alone, source
FROM un_vetoes
ORDER BY date, draft, member, topic
