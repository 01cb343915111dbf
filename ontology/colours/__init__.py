"""How quad classes and kinds of actors look, wherever they are shown."""

from communique.ontology.colours.palette import Colour, QuadClass, group_colours, kind_colours, quad_classes

__all__ = ["Colour", "QuadClass", "group_colours", "kind_colours", "quad_classes"]
