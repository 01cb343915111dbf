"""Coreference for news: whom pronouns and definite descriptions take up."""
