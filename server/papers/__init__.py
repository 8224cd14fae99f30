"""The runtime of agreements: one writer for each, the work outside done in turn, codes sent, views shown."""
