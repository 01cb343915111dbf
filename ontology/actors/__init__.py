"""Who acts in world politics: countries, bodies, persons with dated roles, and the names by which texts call them."""

from communique.ontology.actors.articles import article, articles_within, at_start, with_article
from communique.ontology.actors.cameo_codes import CodeParts, actors_by_cameo_code, cameo_code, parts_of
from communique.ontology.actors.coded_actors import CodedActors
from communique.ontology.actors.countries import UNNAMED, PlaceNames, place_names, sectors_of_organs
from communique.ontology.actors.country_codes import CountryCodes, countries_by_code, country_codes
from communique.ontology.actors.gazetteer import Ambiguity, Gazetteer, gazetteer
from communique.ontology.actors.gender import Gender, gender, is_given_name
from communique.ontology.actors.naming import naming
from communique.ontology.actors.own_actors import read_actors, table_of
from communique.ontology.actors.parties import party_code
from communique.ontology.actors.persons import register_end
from communique.ontology.actors.petrarch_actors import actors_of
from communique.ontology.actors.petrarch_dictionary import read_dictionary
from communique.ontology.actors.regions import countries_by_region, region_called, regions
from communique.ontology.actors.register import Actors
from communique.ontology.actors.transliteration import folded, key
from communique.ontology.actors.typed_names import TypedNames, typed_names

__all__ = [
    "UNNAMED",
    "Actors",
    "Ambiguity",
    "CodeParts",
    "CodedActors",
    "CountryCodes",
    "Gazetteer",
    "Gender",
    "PlaceNames",
    "TypedNames",
    "actors_by_cameo_code",
    "actors_of",
    "article",
    "articles_within",
    "at_start",
    "cameo_code",
    "countries_by_code",
    "countries_by_region",
    "country_codes",
    "folded",
    "gazetteer",
    "gender",
    "is_given_name",
    "key",
    "naming",
    "parts_of",
    "party_code",
    "place_names",
    "read_actors",
    "read_dictionary",
    "region_called",
    "regions",
    "register_end",
    "sectors_of_organs",
    "table_of",
    "typed_names",
    "with_article",
]
