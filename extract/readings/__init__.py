"""From matched frames to reports: operators, context, accusations, attribution, confidence."""
