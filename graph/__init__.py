"""Events and RDF: the mapping, the store, queries, networkx views and exports."""
