"""Words that stand before a person's name and are no part of it."""

HONORIFICS = frozenset(
    "mr mrs ms miss dr prof sir lord lady dame baroness mr. mrs. ms. dr. prof. sen. rep. gen. col. lt. gov. maj. "
    "rev. adm. capt. comrade sheikh shaikh sheik imam ayatollah mullah pope cardinal archbishop bishop rabbi "
    "king queen prince princess emir sultan president-elect pm".split()
)
OFFICES = frozenset(
    "president minister premier chancellor secretary secretary-general ambassador envoy governor mayor senator "
    "congressman congresswoman representative general colonel admiral marshal commander chief leader chairman "
    "chairwoman chair speaker spokesman spokeswoman spokesperson director justice judge prosecutor commissioner "
    "negotiator mediator dictator strongman taoiseach head officer captain major lieutenant adviser advisor aide "
    "vice-president vice deputy acting interim prime foreign defence defense former ex outgoing incoming late "
    "state affairs coordinator official candidate inspector state".split()
)
_ALL = HONORIFICS | OFFICES


def is_title(word: str) -> bool:
    """Tell whether a word is an honorific or belongs to the name of an office."""
    return word.lower() in _ALL
