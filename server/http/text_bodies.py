"""Bodies of the route that gives the frozen text, to be confirmed group by group. Same rules as `bodies`."""

from server.http.bodies import Body


class TextGroup(Body):
    """One group of clauses: `id` goes back with the confirmation, `paragraphs` are the words of the paper."""

    id: str
    heading: str
    paragraphs: tuple[str, ...]


class FrozenWords(Body):
    """`GET /api/v1/session/agreement/text`: the text of that digest, whole."""

    digest: str
    groups: tuple[TextGroup, ...]
