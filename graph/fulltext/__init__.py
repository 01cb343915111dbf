"""Full-text search over the sentences that assert or deny events."""
