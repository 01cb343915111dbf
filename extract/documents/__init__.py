"""Documents from what people have: text, HTML, JSON records; cleaned, with title, day and source."""
