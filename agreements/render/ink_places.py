"""Where people sign on a paper: a cell for each, so many in a row."""

from collections.abc import Sequence

from agreements.document import SignatureField
from agreements.render.markup import Markup
from agreements.render.press import BOX

Rows = Sequence[tuple[int, int, str]]
"""Up to so many signers: so many in a row, in this style. The last serves more, too."""


def ink_place(markup: Markup, field: SignatureField) -> str:
    """The label, the box for ink, and below it whom the signer binds and who it is."""
    lines = [field.on_behalf_of, field.signer_name] if field.on_behalf_of else [field.signer_name]
    names = "<br>".join(markup.strong(line) for line in lines)
    return (
        f'<td>{markup.body(f"{field.label}：")}<div class="ink" id="{BOX}{field.name}"></div>'
        f'<div class="signer">{names}</div></td>'
    )


def layout_of(rows: Rows, signers: int) -> tuple[int, str]:
    """How many stand in a row, and in which style."""
    return next(((width, style) for most, width, style in rows if signers <= most), rows[-1][1:])


def in_rows(cells: Sequence[str], width: int) -> str:
    """The rows of a table; the last is filled up with empty cells."""
    full = [*cells, *["<td></td>"] * (-len(cells) % width)]
    return "".join(f"<tr>{''.join(full[start : start + width])}</tr>" for start in range(0, len(full), width))
