"""What no reader should forget, printed with every study."""

LIMITS = (
    "A verdict speaks of the claim as restated in the file, in the sources named, as of their "
    "dates; how a claim was encoded is the largest source of error.",
    "Undetermined is not false, and no grounds is not false: the data at hand do not decide.",
    "Silence of a source is not absence, except where the source lists every case.",
    "Counts before and after a date, or of two groups side by side, show no cause.",
    "The share of specifications on a side is a count of defensible choices, not a probability.",
    "Value judgements receive no verdict. There is no score of an essay.",
    "Borders, names and codes are those of the sources and imply no position on them.",
)
