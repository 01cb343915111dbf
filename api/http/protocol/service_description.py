"""What the SPARQL endpoint is: a Service Description (W3C) with the size of its data (VoID)."""

from communique.graph import Statistics

_RESULTS = (
    "http://www.w3.org/ns/formats/SPARQL_Results_JSON",
    "http://www.w3.org/ns/formats/SPARQL_Results_XML",
    "http://www.w3.org/ns/formats/SPARQL_Results_CSV",
    "http://www.w3.org/ns/formats/SPARQL_Results_TSV",
    "http://www.w3.org/ns/formats/Turtle",
    "http://www.w3.org/ns/formats/N-Triples",
    "http://www.w3.org/ns/formats/JSON-LD",
    "http://www.w3.org/ns/formats/RDF_XML",
)


def service_description(endpoint: str, base: str, numbers: Statistics, *, writing: bool, asking: bool = False) -> str:
    """Give the description of the endpoint at an address as Turtle; `asking` where it takes SERVICE."""
    languages = ["sd:SPARQL11Query", *(["sd:SPARQL11Update"] if writing else [])]
    formats = ", ".join(f"<{iri}>" for iri in _RESULTS)
    feature = "\n    sd:feature sd:BasicFederatedQuery ;" if asking else ""
    below = endpoint.removesuffix("sparql")
    return f"""@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<{endpoint}> a sd:Service ;
    sd:endpoint <{endpoint}> ;
    sd:supportedLanguage {", ".join(languages)} ;{feature}
    sd:resultFormat {formats} ;
    sd:defaultDataset <{endpoint}#dataset> .
<{endpoint}#dataset> a sd:Dataset, void:Dataset ;
    dcterms:title "Communiqué: who did what to whom, when, according to whom"@en ;
    dcterms:description "The default graph holds events; a named graph for each document holds its reports."@en ;
    sd:defaultGraph <{endpoint}#default> ;
    void:sparqlEndpoint <{endpoint}> ;
    void:uriSpace "{base}" ;
    void:vocabulary <{base}ontology#> ;
    void:documents {numbers.documents} ;
    void:dataDump <{below}export/graph.nq> ;
    void:exampleResource <{base}actor/usa>, <{base}action/criticizes> ;
    void:feature <http://www.w3.org/ns/formats/Turtle>, <http://www.w3.org/ns/formats/JSON-LD> ;
    void:classPartition <{endpoint}#events>, <{endpoint}#dyads> ;
    void:propertyPartition <{endpoint}#reports> .
<{endpoint}#default> a sd:Graph .
<{endpoint}#events> void:class <{base}ontology#Event> ; void:entities {numbers.events} .
<{endpoint}#reports> void:property <{base}ontology#reading> ; void:triples {numbers.reports} .
<{endpoint}#dyads> void:class <{base}ontology#Dyad> ; void:entities {numbers.dyads} .
"""
