"""The domain types: actors, actions, documents, reports, events, and the IRIs of all."""
