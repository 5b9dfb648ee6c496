-- Numbers are never given again (AUTOINCREMENT): a page or an export may still name a deleted photo.
CREATE TABLE cases (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL,
    created_at TEXT NOT NULL,
    -- The name in lower case, for searching.
    searched TEXT NOT NULL
) STRICT;

CREATE TABLE photos (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    case_id INTEGER NOT NULL REFERENCES cases (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    -- As the system writes it; absent when the photo came without a file.
    path BLOB,
    via TEXT NOT NULL,
    received_at TEXT NOT NULL,
    -- Seconds since 1970.
    received_s INTEGER NOT NULL,
    stage TEXT NOT NULL CHECK (stage IN ('waiting', 'examining', 'examined', 'unreadable', 'cancelled')),
    why_en TEXT,
    why_zh TEXT,
    -- SHA-256 in lower-case hex, once it is known.
    sha256 TEXT,
    -- Whether a copy of the file lies under its digest.
    original INTEGER NOT NULL DEFAULT 0,
    -- What lists and searches need of the report.
    bytes INTEGER,
    width INTEGER,
    height INTEGER,
    examined_at TEXT,
    conclusion TEXT,
    -- Type by content, and whether the user cancelled while it was being examined.
    kind TEXT,
    partial INTEGER NOT NULL DEFAULT 0,
    title_en TEXT,
    title_zh TEXT,
    log10_lr REAL,
    generator TEXT,
    software TEXT,
    -- Names, remarks, generator and software in lower case, for searching.
    searched TEXT NOT NULL DEFAULT '',
    UNIQUE (case_id, path),
    UNIQUE (case_id, sha256)
) STRICT;
CREATE INDEX photos_by_stage ON photos (stage, case_id);
CREATE INDEX photos_by_case_and_stage ON photos (case_id, stage, conclusion);
CREATE INDEX photos_by_moment ON photos (received_s);
CREATE INDEX photos_by_conclusion ON photos (conclusion);
CREATE INDEX photos_by_generator ON photos (generator);
CREATE INDEX photos_by_digest ON photos (sha256);

-- Further names under which a photo arrived.
CREATE TABLE names (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    name TEXT NOT NULL,
    path BLOB,
    UNIQUE (photo_id, name, path)
) STRICT;
CREATE INDEX names_by_path ON names (path);

CREATE TABLE reports (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    -- The exact text, and its SHA-256.
    report TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    traits TEXT
) STRICT;

CREATE TABLE records (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    record TEXT NOT NULL
) STRICT;

CREATE TABLE thumbnails (
    photo_id INTEGER PRIMARY KEY REFERENCES photos (id) ON DELETE CASCADE,
    png BLOB NOT NULL
) STRICT;

CREATE TABLE pictures (
    photo_id INTEGER NOT NULL REFERENCES photos (id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    png BLOB NOT NULL,
    UNIQUE (photo_id, key)
) STRICT;

-- What was deleted: no names and no content.
CREATE TABLE deletions (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    at TEXT NOT NULL,
    whole_case INTEGER NOT NULL,
    photos INTEGER NOT NULL,
    reports INTEGER NOT NULL,
    -- The last digest of each chain of custody, as JSON.
    chains TEXT NOT NULL
) STRICT;

CREATE TABLE settings (
    name TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT, WITHOUT ROWID;
