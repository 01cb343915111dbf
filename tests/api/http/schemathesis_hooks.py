"""How schemathesis writes bodies of kinds that it does not know: as the text that they are."""

import schemathesis


@schemathesis.serializer("application/x-ndjson", "application/sparql-query", "application/sparql-update")
def as_text(_context: object, value: object) -> bytes:
    return str(value).encode("utf-8", "replace")
