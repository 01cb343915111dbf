"""Text to events: readers, and the spaCy pipeline that reads reports from a document."""
