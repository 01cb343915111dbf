"""The views of the web explorer: what each shows is gathered as the look-ups gather it, and shown by its template."""
