"""From words to readings: what a sentence may mean, with scores."""
