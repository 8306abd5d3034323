-- +goose Up
-- A survey asks many people the same questions, each alone. It belongs to a municipality and may stand beside a cycle or session.
CREATE TABLE surveys (
    id              TEXT NOT NULL PRIMARY KEY,
    municipality_id TEXT NOT NULL REFERENCES units (id),
    cycle_id        TEXT REFERENCES cycles (id) ON DELETE SET NULL,
    session_id      TEXT REFERENCES sessions (id) ON DELETE SET NULL,
    title_ky        TEXT NOT NULL,
    title_ru        TEXT NOT NULL DEFAULT '',
    title_en        TEXT NOT NULL DEFAULT '',
    purpose         TEXT NOT NULL CHECK (purpose IN ('needs', 'satisfaction', 'test', 'feedback', 'other')),
    status          TEXT NOT NULL DEFAULT 'draft' CHECK (status IN ('draft', 'open', 'closed')),
    access          TEXT NOT NULL DEFAULT 'device' CHECK (access IN ('open', 'device', 'slip', 'people')), -- how often one may answer by oneself; people: interviewers alone
    code            TEXT NOT NULL UNIQUE, -- digits: /q/CODE
    consent_ky      TEXT NOT NULL DEFAULT '', -- what one agrees to; '' the standard words
    consent_ru      TEXT NOT NULL DEFAULT '',
    consent_en      TEXT NOT NULL DEFAULT '',
    contact         INTEGER NOT NULL DEFAULT 0 CHECK (contact IN (0, 1)), -- whether contact data is asked for, kept apart
    village         INTEGER NOT NULL DEFAULT 1 CHECK (village IN (0, 1)), -- whether the village is asked for
    published       INTEGER NOT NULL DEFAULT 0 CHECK (published IN (0, 1)), -- whether everybody may see the results
    before_id       TEXT REFERENCES surveys (id) ON DELETE SET NULL, -- the survey that asked the same before
    needs           TEXT NOT NULL DEFAULT '', -- the question that asks for needs; '' the one that is named so
    opened_at       INTEGER,
    closed_at       INTEGER,
    pulse           INTEGER NOT NULL DEFAULT 0, -- counts what is not journaled, for who watches
    version         INTEGER NOT NULL DEFAULT 1,
    made_by         TEXT NOT NULL,
    made_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX surveys_municipality ON surveys (municipality_id, made_at);
CREATE INDEX surveys_cycle ON surveys (cycle_id);

-- A version of a survey's questionnaire: the XLSForm as it was written. published_at NULL is being worked on; there is one at most.
CREATE TABLE questionnaires (
    survey_id    TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    number       INTEGER NOT NULL,
    file         BLOB NOT NULL,
    digest       TEXT NOT NULL, -- SHA-256 of the file: what an editor saw
    questions    INTEGER NOT NULL DEFAULT 0,
    made_by      TEXT NOT NULL,
    made_at      INTEGER NOT NULL,
    published_at INTEGER,
    PRIMARY KEY (survey_id, number)
) STRICT;

-- CSV files of choices and pictures that a questionnaire names.
CREATE TABLE questionnaire_files (
    survey_id TEXT NOT NULL,
    number    INTEGER NOT NULL,
    name      TEXT NOT NULL,
    content   BLOB NOT NULL,
    PRIMARY KEY (survey_id, number, name),
    FOREIGN KEY (survey_id, number) REFERENCES questionnaires (survey_id, number) ON DELETE CASCADE
) STRICT;

-- A questionnaire that was read from a file and waits to be confirmed.
CREATE TABLE survey_imports (
    id      TEXT NOT NULL PRIMARY KEY,
    user_id TEXT NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    scope   TEXT NOT NULL, -- the municipality of a survey to come, or a survey
    name    TEXT NOT NULL, -- of the file
    file    BLOB NOT NULL,
    files   TEXT NOT NULL DEFAULT '{}', -- JSON: what it names, by name, base64
    until   INTEGER NOT NULL
) STRICT;
CREATE INDEX survey_imports_until ON survey_imports (until);

-- What one respondent answered. Not in the journal: its order would tell who said what.
CREATE TABLE responses (
    seq         INTEGER PRIMARY KEY, -- order of arrival
    id          TEXT NOT NULL UNIQUE, -- made where the answers were given
    survey_id   TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL, -- version of the questionnaire
    mode        TEXT NOT NULL CHECK (mode IN ('link', 'kiosk', 'interview', 'paper')),
    unit_id     TEXT REFERENCES units (id), -- the village; NULL not known
    lang        TEXT NOT NULL DEFAULT '',
    answers     TEXT NOT NULL, -- JSON as survey.Answers; '{}' once withdrawn
    digest      TEXT NOT NULL, -- of the content as it came, keyed
    seconds     INTEGER NOT NULL DEFAULT 0, -- from the first question to the last; 0 not known
    interviewer TEXT NOT NULL DEFAULT '',
    began_at    INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    withdrawal  TEXT NOT NULL, -- hash of the code by which it can be taken back
    withdrawn   INTEGER NOT NULL DEFAULT 0 CHECK (withdrawn IN (0, 1)),
    excluded    TEXT NOT NULL DEFAULT '', -- why a person leaves it out of the results; '' it counts
    version     INTEGER NOT NULL DEFAULT 1, -- grows with corrections
    blank       TEXT NOT NULL DEFAULT '', -- paths of what was asked and left blank, with spaces between
    turn        INTEGER NOT NULL DEFAULT 0, -- the survey's pulse when it arrived or changed last: what results follow
    nth         INTEGER NOT NULL, -- the number people call it by: 1 the first of its survey
    UNIQUE (survey_id, nth)
) STRICT;
CREATE INDEX responses_withdrawal ON responses (withdrawal);
CREATE INDEX responses_survey ON responses (survey_id, seq);
CREATE INDEX responses_turn ON responses (survey_id, turn);
CREATE INDEX responses_counted ON responses (survey_id, withdrawn, excluded); -- how many count is on every page of the survey

-- What was corrected in a response: the answers before.
CREATE TABLE response_edits (
    id        TEXT NOT NULL PRIMARY KEY,
    response_id TEXT NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    before    TEXT NOT NULL,
    reason    TEXT NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   INTEGER NOT NULL
) STRICT;
CREATE INDEX response_edits_of ON response_edits (response_id);

-- Other content under the id of a response that is there already: refused, and kept until a person decides.
CREATE TABLE response_conflicts (
    id          TEXT NOT NULL PRIMARY KEY,
    response_id   TEXT NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    survey_id   TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    answers     TEXT NOT NULL,
    digest      TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    settled     TEXT NOT NULL DEFAULT '' CHECK (settled IN ('', 'kept', 'taken')),
    UNIQUE (response_id, digest)
) STRICT;
CREATE INDEX response_conflicts_survey ON response_conflicts (survey_id, settled);

-- Answers under way in a browser without a script; the id, known to that browser alone, opens them.
CREATE TABLE response_drafts (
    id         TEXT NOT NULL PRIMARY KEY,
    survey_id  TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    number     INTEGER NOT NULL,
    mode       TEXT NOT NULL,
    unit_id    TEXT,
    lang       TEXT NOT NULL DEFAULT '',
    mark       TEXT NOT NULL DEFAULT '', -- hash of the phone's mark or of the slip, which is spent at the end
    answers    TEXT NOT NULL DEFAULT '{}',
    place      TEXT NOT NULL DEFAULT '', -- where the person is in the questionnaire
    began_at   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;
CREATE INDEX response_drafts_mark ON response_drafts (survey_id, mark, updated_at);
CREATE INDEX response_drafts_old ON response_drafts (updated_at);

-- Pictures that answers hold: the answer is the name.
CREATE TABLE response_files (
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    response_id TEXT NOT NULL,
    name      TEXT NOT NULL,
    content   BLOB NOT NULL,
    PRIMARY KEY (response_id, name)
) STRICT;

-- Who may answer once: a slip of paper, or a phone that has answered. Nothing leads from here to a response.
CREATE TABLE survey_slips (
    hash      TEXT NOT NULL PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    number    INTEGER NOT NULL,             -- on paper; 0 a phone
    unit_id   TEXT,                         -- the village that a slip was printed for
    used      INTEGER NOT NULL DEFAULT 0 CHECK (used IN (0, 1))
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_slips_survey ON survey_slips (survey_id, number);

-- How to reach people who wanted it. A random key, no time: nothing leads from here to a response.
CREATE TABLE survey_contacts (
    id        TEXT NOT NULL PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    name      TEXT NOT NULL,
    phone     TEXT NOT NULL,
    note      TEXT NOT NULL DEFAULT ''
) STRICT, WITHOUT ROWID;
CREATE INDEX survey_contacts_survey ON survey_contacts (survey_id);

-- A paper keyed in: twice, by its number; then it becomes a response.
CREATE TABLE keyings (
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    sheet     INTEGER NOT NULL, -- the number written on the paper
    turn      INTEGER NOT NULL CHECK (turn IN (1, 2)),
    number    INTEGER NOT NULL, -- version of the questionnaire
    unit_id   TEXT,
    answers   TEXT NOT NULL,
    keyed_by  TEXT NOT NULL,
    keyed_at  INTEGER NOT NULL,
    op        TEXT NOT NULL UNIQUE, -- the form that was sent: sent again, it is no second keying
    response_id TEXT NOT NULL DEFAULT '', -- once both agree
    PRIMARY KEY (survey_id, sheet, turn)
) STRICT;

-- A sample drawn by chance; its seed draws the same again.
CREATE TABLE survey_samples (
    id        TEXT NOT NULL PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    of        TEXT NOT NULL CHECK (of IN ('households', 'slips')),
    seed      TEXT NOT NULL,
    strata    TEXT NOT NULL, -- JSON: by village how many there are and how many are drawn
    drawn_by  TEXT NOT NULL,
    drawn_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX survey_samples_survey ON survey_samples (survey_id, drawn_at);

-- Whom to visit. Nothing leads from a visit to the response that came of it; not in the journal either.
CREATE TABLE survey_visits (
    id          TEXT NOT NULL PRIMARY KEY,
    survey_id   TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    sample_id   TEXT REFERENCES survey_samples (id) ON DELETE CASCADE,
    unit_id     TEXT NOT NULL REFERENCES units (id),
    number      INTEGER NOT NULL, -- of the household in the village's list
    turn        INTEGER NOT NULL, -- in the order of chance, from 1
    reserve     INTEGER NOT NULL DEFAULT 0 CHECK (reserve IN (0, 1)), -- drawn to stand in for one that could not be asked
    place       TEXT NOT NULL DEFAULT '', -- street and house, if somebody wrote it
    interviewer TEXT NOT NULL DEFAULT '',
    outcome     TEXT NOT NULL DEFAULT '' CHECK (outcome IN ('', 'done', 'absent', 'refused', 'none')), -- without a time, which would lead to a response
    UNIQUE (survey_id, unit_id, number)
) STRICT;

-- Words that group open answers.
CREATE TABLE survey_tags (
    id        TEXT NOT NULL PRIMARY KEY,
    survey_id TEXT NOT NULL REFERENCES surveys (id) ON DELETE CASCADE,
    question  TEXT NOT NULL,
    name      TEXT NOT NULL,
    UNIQUE (survey_id, question, name)
) STRICT;
CREATE TABLE response_tags (
    tag_id    TEXT NOT NULL REFERENCES survey_tags (id) ON DELETE CASCADE,
    response_id TEXT NOT NULL REFERENCES responses (id) ON DELETE CASCADE,
    PRIMARY KEY (tag_id, response_id)
) STRICT, WITHOUT ROWID;
