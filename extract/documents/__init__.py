"""Documents from what people have: text, HTML, JSON records; cleaned, with title, day and source."""

from communique.extract.documents.sources import Problem, Read, read_paths, read_stream, read_text

__all__ = ["Problem", "Read", "read_paths", "read_stream", "read_text"]
