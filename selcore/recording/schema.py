"""The tables of a recording: ordinary ones that any SQLite tool reads. docs/recordings.md tells what each column is.

What is the same in thousands of calls stands once: a call names its list of ready keys, the list names its results.
"""

FORMAT = "selector-playground-recording"
VERSION = 1

TABLES = """
CREATE TABLE meta (
    key TEXT PRIMARY KEY,
    value TEXT
);
CREATE TABLE objects (
    name TEXT PRIMARY KEY,
    kind TEXT,
    fd INTEGER,
    address TEXT,
    peer TEXT,
    state TEXT,
    opened_ns INTEGER,
    closed_ns INTEGER,
    received INTEGER,
    sent INTEGER,
    detail TEXT
);
CREATE TABLE commands (
    position INTEGER PRIMARY KEY,
    step INTEGER,
    at_ns INTEGER,
    verb TEXT,
    name TEXT,
    python TEXT,
    ok INTEGER,
    answer TEXT,
    error_type TEXT,
    error_errno INTEGER,
    error_message TEXT,
    error_by TEXT,
    parent INTEGER,
    during INTEGER,
    late INTEGER,
    command TEXT,
    outcome TEXT
);
CREATE TABLE calls (
    position INTEGER PRIMARY KEY,
    number INTEGER,
    step INTEGER,
    start_ns INTEGER,
    end_ns INTEGER,
    timeout REAL,
    timeout_text TEXT,
    backend TEXT,
    selector TEXT,
    results INTEGER,
    list INTEGER,
    reentered INTEGER NOT NULL DEFAULT 0,
    interrupted TEXT,
    error TEXT,
    detail TEXT
);
CREATE TABLE ready_lists (
    list INTEGER,
    place INTEGER,
    result INTEGER,
    PRIMARY KEY (list, place)
);
CREATE TABLE result_kinds (
    result INTEGER PRIMARY KEY,
    name TEXT,
    fd INTEGER,
    mask INTEGER,
    events TEXT,
    raw INTEGER,
    flags TEXT,
    did TEXT,
    received INTEGER,
    sent INTEGER,
    error TEXT,
    detail TEXT
);
CREATE TABLE losses (
    position INTEGER PRIMARY KEY,
    at_ns INTEGER,
    calls INTEGER,
    results INTEGER,
    records INTEGER
);
"""

WATCHED = """
CREATE TABLE turns (
    position INTEGER PRIMARY KEY,
    pid INTEGER,
    thread INTEGER,
    selector INTEGER,
    number INTEGER,
    start_ns INTEGER,
    end_ns INTEGER,
    handles INTEGER,
    longest TEXT,
    file TEXT,
    line INTEGER,
    longest_seconds REAL,
    waiting INTEGER,
    waited_most REAL,
    doing TEXT,
    detail TEXT
);
CREATE TABLE warnings (
    position INTEGER PRIMARY KEY,
    pid INTEGER,
    at_ns INTEGER,
    lint TEXT,
    name TEXT,
    message TEXT,
    function TEXT,
    file TEXT,
    line INTEGER,
    detail TEXT
);
"""
"""What is told of a watched program beside its calls. Recordings of earlier versions lack these."""

VIEWS = """
CREATE VIEW results AS
SELECT c.position AS position, c.number AS call, l.place AS place, k.name AS name, k.fd AS fd, k.mask AS mask,
       k.raw AS raw, k.did AS did, k.received AS received, k.sent AS sent, k.error AS error
FROM calls c
JOIN ready_lists l ON l.list = c.list
JOIN result_kinds k ON k.result = l.result;
CREATE VIEW ready AS
SELECT c.number AS call, c.step AS step, (c.start_ns - m.monotonic_ns) / 1e9 AS seconds,
       m.wall_seconds + (c.start_ns - m.monotonic_ns) / 1e9 AS unix_time, (c.end_ns - c.start_ns) / 1e9 AS waited,
       c.timeout_text AS timeout, c.backend AS backend, c.selector AS selector, l.place AS place, k.name AS name,
       k.fd AS fd, k.events AS events, k.flags AS flags, k.did AS did, k.received AS received, k.sent AS sent,
       c.position AS position
FROM calls c
JOIN ready_lists l ON l.list = c.list
JOIN result_kinds k ON k.result = l.result
CROSS JOIN (
    SELECT CAST(a.value AS BIGINT) AS monotonic_ns, CAST(b.value AS BIGINT) / 1e9 AS wall_seconds
    FROM meta a, meta b WHERE a.key = 'monotonic_ns' AND b.key = 'wall_ns'
) m;
"""

NOTHING = 0
"""The list of a call that returned nothing, or did not return."""

CALL_COLUMNS = ("position", "number", "step", "timeout", "timeout_text", "backend", "selector")
"""Of calls that are written together: the first two count from call to call, the others are the same."""


def many_calls(count: int) -> str:
    """One statement that writes so many calls: SQLite works on it as long as it takes, and Python meanwhile elsewhere.

    It takes the values of ``CALL_COLUMNS``, then start, end, results and list of each call. A statement a row would
    ask for the interpreter at each row, against a thread that spins.
    """
    rows = ",".join(f"({n},?,?,?,?)" for n in range(count))
    shared = ",".join("?" * len(CALL_COLUMNS))
    names = ", ".join((*CALL_COLUMNS, "start_ns", "end_ns", "results", "list"))
    return (
        f"WITH same(p,n,s,t,u,b,o) AS (VALUES ({shared})), each AS (VALUES {rows}) INSERT INTO calls ({names}) "
        "SELECT p+column1, n+column1, s, t, u, b, o, column2, column3, column4, column5 FROM same, each"
    )
