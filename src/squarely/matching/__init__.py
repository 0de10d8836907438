"""One event told by several datasets: candidates, agreement, links, clusters, what all missed."""
