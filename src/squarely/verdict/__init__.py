"""Gates and findings to a verdict; every threshold stands in `thresholds` and nowhere else."""
