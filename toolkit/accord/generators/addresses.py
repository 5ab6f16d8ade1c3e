"""URIs of generated games, such as ``generate:random?shape=3x3&seed=7``."""

from __future__ import annotations

from urllib.parse import unquote

from accord.errors import ConfigurationError
from accord.generators.base import SCHEME, Family, check_seed
from accord.generators.catalogue import family

__all__ = ["parse"]

_SEED = "seed"


def parse(uri: str) -> tuple[Family, int]:
    """Return the family and the seed that a URI names; the seed is 0 if it names none.

    >>> chosen, seed = parse("generate:covariant?rho=-1/2&seed=3")
    >>> chosen.name, chosen.settings["rho"], seed
    ('covariant', '-0.5', 3)

    Raises:
        ConfigurationError: if it is no such URI, or the family or a parameter is not accepted.
    """
    name, _, query = uri.removeprefix(f"{SCHEME}:").partition("?")
    given: dict[str, str] = {}
    for pair in filter(None, query.split("&")):
        key, sign, value = (unquote(part) for part in pair.partition("="))
        if not sign:
            raise ConfigurationError(
                f"{uri}: {pair!r} is no parameter; PARAMETER=VALUE is accepted, several with & between them, and seed=NUMBER"
            )
        if key in given:
            raise ConfigurationError(f"{uri}: {key} is given twice")
        given[key] = value
    seed = check_seed(given.pop(_SEED, "0"))
    return family(unquote(name), **given), seed
