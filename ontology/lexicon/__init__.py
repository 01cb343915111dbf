"""What actors do: the action scheme, the frames that say which words are which action, and the cues around them."""
