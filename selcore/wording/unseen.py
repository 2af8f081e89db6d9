"""Characters that are shown as nothing, or turn what stands beside them around, stand as their codes: ``\\u202e``.

A name with one of them would be read as another: ``\\u202egnp.exe`` as ``exe.png``.
"""

import re

UNSEEN = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # controls; a tab and the end of a line are seen
    "\xad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"  # joiners, turns of direction, tags
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff\ud800-\udfff"
    # Printable, says Unicode, and shown as nothing: fillers, the blank of Braille, selectors of variations.
    "\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
)
"""They, for a class of a regular expression."""
_UNSEEN = re.compile(f"[{UNSEEN}]")


def coded(words: str) -> str:
    """The words with the codes of what cannot be seen in them; the same object where there is none of that."""
    return _UNSEEN.sub(lambda found: ascii(found[0])[1:-1], words) if _UNSEEN.search(words) else words
