"""From reports to events: incrementally, in bulk, and in step with what is known of actors."""
