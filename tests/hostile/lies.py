"""Recordings whose tables are whole and whose rows lie: numbers, words and outcomes that no recorder writes."""

from .case import ASKS, OPENS, REFUSED, SAFE
from .recordings import LONG, MARKUP, TAPES, apart, sql

__all__ = ["TAPES"]

# Numbers, words and outcomes that no recorder writes.

for id, tries, statements in (
    ("start-words", "words as a time", ("UPDATE calls SET start_ns = 'soon' WHERE number = 7",)),
    ("start-null", "no time", ("UPDATE calls SET start_ns = NULL WHERE number = 7",)),
    ("start-float", "a fraction as a time", ("UPDATE calls SET start_ns = 1e300",)),
    ("backend-blob", "bytes as a backend", ("UPDATE calls SET backend = x'00'",)),
    ("timeout-words", "words as a timeout", ("UPDATE calls SET timeout_text = 'for ever'",)),
    ("timeout-code", "Python as a timeout", ("UPDATE calls SET timeout_text = '__import__(\"os\").abort()'",)),
    ("list-none", "a list that is not there", ("UPDATE calls SET list = 99",)),
    ("kinds-none", "lists of nothing", ("DELETE FROM result_kinds",)),
    ("mask-words", "words as a mask", ("UPDATE result_kinds SET mask = 'READ'",)),
    ("detail-cut", "half an outcome", ("UPDATE result_kinds SET detail = '{}}'",)),
    (
        "opened-5",
        "opened: 5",
        ('UPDATE commands SET outcome = \'{"Done": {"value": {"opened": 5}}}\' WHERE verb = \'open\'',),
    ),
    (
        "key-7",
        "key: 7",
        ('UPDATE commands SET outcome = \'{"Done": {"value": {"key": 7}}}\' WHERE verb = \'register\'',),
    ),
    (
        "value-list",
        "a list as an answer",
        ("UPDATE commands SET outcome = '{\"Done\": {\"value\": [1]}}' WHERE verb = 'open'",),
    ),
    (
        "opened-fds",
        "descriptors that are words",
        (
            'UPDATE commands SET outcome = \'{"Done": {"value": {"opened": '
            '[{"name": 5, "fd": "x"}]}}}\' WHERE verb = \'open\'',
        ),
    ),
    (
        "map-deep",
        "a map in a map",
        ('UPDATE commands SET outcome = \'{"Done": {"value": {"map": {"map": 1}}}}\' WHERE verb = \'get-map\'',),
    ),
    (
        "removed-5",
        "a close that removed a number",
        (
            'UPDATE commands SET command = \'{"do": "close", "name": "pair.a"}\', verb = \'close\', '
            'outcome = \'{"Done": {"value": {"removed": 5}}}\' WHERE verb = \'note\'',
        ),
    ),
    ("outcome-none", "no outcome", ("UPDATE commands SET outcome = NULL WHERE verb = 'open'",)),
    ("outcome-empty", "an outcome that says nothing", ("UPDATE commands SET outcome = '{}' WHERE verb = 'open'",)),
    ("outcome-two", "two outcomes", ('UPDATE commands SET outcome = \'{"Done": {}, "Refused": 5}\'',)),
    (
        "outcome-deep",
        "an outcome of 90,000 levels",
        (
            'UPDATE commands SET outcome = \'{"Done":{"value":{"a":\' || '
            "replace(hex(zeroblob(90000)), '00', '[') WHERE verb = 'open'",
        ),
    ),
    ("command-none", "no command", ("UPDATE commands SET command = NULL WHERE verb = 'open'",)),
    ("step-words", "words as a step", ("UPDATE commands SET step = 'first'",)),
    ("object-list", "a list as an object", ("UPDATE objects SET detail = '[]'",)),
    ("not-utf-8", "bytes that are no words", ("UPDATE commands SET python = CAST(x'ff' AS TEXT)",)),
    ("interrupted", "ended by somebody unknown", ("UPDATE calls SET interrupted = 'devil' WHERE number = 5",)),
    ("error-words", "words as an error", ("UPDATE calls SET detail = '5' WHERE number = 5",)),
    (
        "error-by",
        "an error of somebody unknown",
        ('UPDATE calls SET detail = \'{"type": "E", "message": "m", "by": "devil"}\' WHERE number = 5',),
    ),
    (
        "looped-words",
        "a run of words",
        (
            'UPDATE commands SET outcome = \'{"Looped": {"calls": "x", "results": 1,'
            ' "bounded_by": "calls", "backend": "poll"}}\' WHERE verb = \'run\'',
        ),
    ),
):
    TAPES.row(id, REFUSED, tries, sql(*statements), "it holds what no recording holds|SQLite says")

for id, tries, statements in (
    ("times-max", "times of 2**63 - 1", (f"UPDATE calls SET start_ns = {LONG}, end_ns = {LONG}",)),
    ("times-min", "times of -2**63", (f"UPDATE calls SET start_ns = {-LONG - 1}, end_ns = {LONG}",)),
    ("times-back", "calls that end before they begin", ("UPDATE calls SET end_ns = start_ns - 1000000000",)),
    ("at-max", "commands at 2**63 - 1", (f"UPDATE commands SET at_ns = {LONG}",)),
    ("numbers-max", "calls with the number 2**63 - 1", (f"UPDATE calls SET number = {LONG}, step = {LONG}",)),
    ("position-max", "a call at position 2**63 - 1", (f"UPDATE calls SET position = {LONG} WHERE number = 9",)),
    ("position-minus", "a call at position -2**63", (f"UPDATE calls SET position = {-LONG - 1} WHERE number = 9",)),
    (
        "position-hole",
        "a hole of a billion calls",
        ("UPDATE calls SET position = position + 1000000000 WHERE number > 9",),
    ),
    ("fd-max", "descriptors of 2**63 - 1", (f"UPDATE result_kinds SET fd = {LONG}, mask = {LONG}, raw = {LONG}",)),
    (
        "fd-min",
        "descriptors of -2**63",
        (f"UPDATE result_kinds SET fd = {-LONG - 1}, mask = {-LONG - 1}, raw = {-LONG - 1}",),
    ),
    ("reentered", "2**62 wakes", (f"UPDATE calls SET reentered = {2**62}",)),
    ("reentered-words", "words of wakes", ("UPDATE calls SET reentered = 'often'",)),
    ("results-max", "2**63 - 1 results", (f"UPDATE calls SET results = {LONG}",)),
    (
        "counts-max",
        "counts of 18 digits",
        ("UPDATE meta SET value = '999999999999999999' WHERE key IN ('calls', 'results', 'commands', 'lost_calls')",),
    ),
    (
        "counts-words",
        "words as counts",
        (f"UPDATE meta SET value = '{MARKUP}' WHERE key NOT IN ('format', 'version')",),
    ),
    (
        "about-lines",
        "500 lines of each word about its origin",
        (
            "UPDATE meta SET value = replace(hex(zeroblob(500)), '00', 'x' || char(10)) "
            "WHERE key IN ('python', 'system', 'release', 'started', 'stopped')",
        ),
    ),
    (
        "about-tabs",
        "500 tabs in each",
        (
            "UPDATE meta SET value = replace(hex(zeroblob(500)), '00', char(9)) "
            "WHERE key IN ('python', 'system', 'release', 'started', 'stopped')",
        ),
    ),
    (
        "started",
        "a start in the year 99999",
        ("UPDATE meta SET value = '99999-99-99T99:99:99Z' WHERE key = 'started'",),
    ),
    ("wall-max", "clocks of 2**63", (f"UPDATE meta SET value = '{2**63}' WHERE key IN ('monotonic_ns', 'wall_ns')",)),
    ("losses", "2**62 lost calls", (f"INSERT INTO losses VALUES (3, 1, {2**62}, {2**62}, {2**62})",)),
    ("backend-words", "a backend of markup", (f"UPDATE calls SET backend = '{MARKUP}', selector = '{MARKUP}'",)),
    ("timeout-huge", "a timeout of 1e308", ("UPDATE calls SET timeout_text = '1e308'",)),
    (
        "timeout-digits",
        "a timeout of 4,000 digits",
        ("UPDATE calls SET timeout_text = replace(hex(zeroblob(2000)), '0', '9')",),
    ),
    ("timeout-nan", "a timeout that is no number", ("UPDATE calls SET timeout_text = 'nan'",)),
    ("during-parent", "commands during a call that is not there", ("UPDATE commands SET parent = 99999, during = 7",)),
    ("during-self", "a command during itself", ("UPDATE commands SET parent = step, during = 0",)),
    ("steps-same", "all commands the same step", ("UPDATE commands SET step = 0",)),
    ("step-max", "steps of 2**63 - 1", (f"UPDATE commands SET step = {LONG}",)),
    (
        "template-huge",
        "a template that would take 2 GB",
        (
            'UPDATE commands SET outcome = \'{"Done": {"value": {}, '
            '"notice": {"template": "{a:>999999999}{a:>999999999}", "values": {"a": "x"}}}}\'',
        ),
    ),
    (
        "template-names",
        "a template that looks into objects",
        (
            'UPDATE commands SET outcome = \'{"Done": {"value": '
            '{}, "notice": {"template": "{a.__class__.__init__}{b}{0}{", "values": {"a": "x"}}}}\'',
        ),
    ),
    (
        "template-effect",
        "templates in what callbacks did",
        (
            'UPDATE result_kinds SET detail = \'{"did": '
            '[{"template": "{a:>999999999}{", "values": {"a": 5}}], "received": -5, "sent": -1}\'',
        ),
    ),
    (
        "template-hint",
        "a template in a hint",
        (
            'UPDATE commands SET outcome = \'{"Refused": {"type": "OSError", '
            '"message": "m", "hint": {"template": "{:>999999999}"}}}\'',
        ),
    ),
    (
        "markup-error",
        "markup as an error",
        (
            'UPDATE commands SET outcome = \'{"Refused": {"type": "<h1>E</h1>", '
            "\"message\": \"<img src=''{fifo}''>\"}}'",
        ),
    ),
    ("markup-names", "markup as names", ("UPDATE result_kinds SET name = '<img src=''{fifo}''>'",)),
    (
        "markup-objects",
        "markup in objects",
        (
            "UPDATE objects SET detail = json_set(detail, '$.name', "
            "'<img src=''{fifo}''>', '$.address', '<img src=''{fifo}''>', '$.kind', '<img src=''{fifo}''>', "
            "'$.warning', "
            "'<img src=''{fifo}''>', '$.state', '<b>')",
        ),
    ),
    (
        "markup-python",
        "markup as Python",
        (
            "UPDATE commands SET python = '<img src=''{fifo}''>', command = "
            "'{\"do\": \"note\", \"text\": \"<img src=''''{fifo}''''>\"}'",
        ),
    ),
    ("command-unknown", "a command there is not", ('UPDATE commands SET command = \'{"do": "exec"}\'',)),
    ("long-names", "names of 1 MB", ("UPDATE result_kinds SET name = hex(zeroblob(500000))",)),
    (
        "long-address",
        "addresses of 1 MB",
        ("UPDATE objects SET detail = json_set(detail, '$.address', hex(zeroblob(500000)))",),
    ),
    ("long-python", "a command of 1 MB", ("UPDATE commands SET command = '{}', python = hex(zeroblob(500000))",)),
    (
        "long-error",
        "an error of 1 MB",
        (
            'UPDATE commands SET outcome = \'{"Refused": {"type": "E", "message": '
            "\"' || hex(zeroblob(500000)) || '\"}}'",
        ),
    ),
    (
        "long-meta",
        "a meta of 1 MB",
        (
            "UPDATE meta SET value = hex(zeroblob(500000)) WHERE key IN ('program', 'python', "
            "'system', 'started', 'stopped', 'backend')",
        ),
    ),
    (
        "escapes",
        "a terminal's commands as names",
        ("UPDATE result_kinds SET name = char(27, 91, 50, 74, 10, 13, 8238)",),
    ),
    ("objects-same", "objects of one name", ("UPDATE objects SET detail = json_set(detail, '$.name', 'same')",)),
    (
        "object-number",
        "an object of 2**62",
        (f"UPDATE objects SET detail = json_set(detail, '$.fd', {2**62}, '$.received', {2**62}, '$.sent', -1)",),
    ),
    (
        "fd-beyond",
        "an object of 2**70",
        (f"UPDATE objects SET detail = replace(detail, '\"fd\":100', '\"fd\":{2**70}')",),
    ),
    (
        "list-20-000",
        "a call with 20,000 results",
        (
            "INSERT INTO ready_lists WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
            "SELECT i + 1 FROM n WHERE i < 20000) SELECT 77, i, 1 FROM n",
            "UPDATE calls SET list = 77 WHERE number = 9",
        ),
    ),
    (
        "results-same",
        "a list that names one result twice",
        ("INSERT INTO ready_lists SELECT list, place + 1000, result FROM ready_lists",),
    ),
    ("counts-none", "no counts", ("DELETE FROM meta WHERE key IN ('calls', 'results', 'started', 'monotonic_ns')",)),
    ("commands-none", "no commands", ("DELETE FROM commands",)),
    ("nothing", "nothing in it", ("DELETE FROM commands", "DELETE FROM calls", "DELETE FROM objects")),
    ("selector-inside", "calls of a selector that is not there", ("UPDATE calls SET selector = 'nobody'",)),
    (
        "opens-nothing",
        "an open of a kind there is not",
        ("UPDATE objects SET detail = json_set(detail, '$.kind', 'nuclear')",),
    ),
):
    TAPES.row(id, SAFE, tries, sql(*statements))

# What it would do when it is played or compared.

COMMANDS = "UPDATE commands SET outcome = '{\"Done\": {}}', command = '%s' WHERE verb = 'open'"
for id, tries, command in (
    (
        "plays-process",
        "a recording that starts a process when it is compared",
        '{"do": "open", "kind": "process", "name": "it", "options": {"argv": ["touch", "{victim}.made"]}}',
    ),
    (
        "plays-far",
        "one that connects",
        '{"do": "open", "kind": "tcp-client", "name": "it", "options": {"host": "192.0.2.1"}}',
    ),
    ("plays-fd", "one that reads a descriptor", '{"do": "open", "kind": "fd", "name": "it", "options": {"number": 0}}'),
    (
        "plays-file",
        "one that empties a file",
        '{"do": "open", "kind": "text-file", "name": "it", "options": {"path": "{victim}", "mode": "w"}}',
    ),
):
    TAPES.row(id, ASKS, tries, sql(COMMANDS % command))

# For the heavy tests: what is large.

for id, tries, statements in (
    (
        "big-list",
        "a list of 99,999 results",
        (
            "INSERT INTO ready_lists WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL "
            "SELECT i + 1 FROM n WHERE i < 99999) SELECT 77, i, 1 FROM n",
            "UPDATE calls SET list = 77 WHERE number < 40",
        ),
    ),
    (
        "big-objects",
        "100,000 objects",
        (
            "INSERT INTO objects WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 "
            "FROM n WHERE i < 100000) SELECT 'o' || i, kind, fd, address, peer, state, 1, 1, 0, 0, json_set(detail, "
            "'$.name', 'o' || i) FROM n, (SELECT * FROM objects LIMIT 1)",
        ),
    ),
    (
        "big-commands",
        "200,000 refusals",
        (
            "INSERT INTO commands (position, step, at_ns, verb, python, command, "
            "outcome) WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) "
            "SELECT 100000 + i, i, "
            'i, \'note\', \'x\', \'{"do": "note", "text": "x"}\', \'{"Refused": {"type": "E", "message": "m"}}\' '
            "FROM n",
        ),
    ),
    (
        "big-word",
        "a word of 15 MiB",
        ("UPDATE commands SET command = '{}', python = hex(zeroblob(7800000)) WHERE verb = 'open'",),
    ),
    ("big-beyond", "a word of 100 MB", ("UPDATE commands SET python = hex(zeroblob(50000000)) WHERE verb = 'open'",)),
    (
        "big-details",
        "60 addresses of 1 MB",
        (
            "INSERT INTO objects WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT "
            "i + 1 FROM n WHERE i < 60) SELECT 'o' || i, kind, fd, address, peer, state, 1, 1, 0, 0, json_set(detail, "
            "'$.name', 'o' || i, '$.address', hex(zeroblob(500000))) FROM n, (SELECT * FROM objects LIMIT 1)",
        ),
    ),
):
    TAPES.row(id, SAFE, tries, apart(*statements), big=True)


def _results(count: int) -> tuple[str, ...]:
    """A call with the results of so many objects, among small ones that have the same table."""
    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) SELECT"
    columns = "fd, mask, events, raw, flags, did, received, sent, error, detail"
    return (
        f"INSERT INTO result_kinds (result, name, {columns}) {numbers} 1000000 + i, 'o' || i, {columns} FROM n, "
        "(SELECT * FROM result_kinds LIMIT 1)",
        f"INSERT INTO ready_lists (list, place, result) {numbers} 1000000, i - 1, 1000000 + i FROM n",
        f"UPDATE calls SET list = 1000000, results = {count} WHERE number = 7",
    )


for count, comes in ((20_000, OPENS), (20_001, REFUSED), (90_000, REFUSED)):
    TAPES.row(
        f"results-{count}", comes, f"a call with {count:,} results of as many objects", sql(*_results(count)), big=True
    )
