"""What HTTP itself asks for: negotiation, problem details, bounded bodies, rates, turns."""
