"""Topics at the desk: lists, one topic, its roll and papers, committees."""
