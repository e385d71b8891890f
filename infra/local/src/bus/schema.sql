-- Queues, topics and everything in them. Times are milliseconds since the Unix epoch.

CREATE TABLE queue (
    queue_id          INTEGER PRIMARY KEY,
    name              TEXT NOT NULL UNIQUE,
    visibility_timeout_s INTEGER NOT NULL,
    delay_s           INTEGER NOT NULL,
    retention_s       INTEGER NOT NULL,
    receive_wait_s    INTEGER NOT NULL,
    dead_letter_queue TEXT REFERENCES queue (name),
    max_receive_count INTEGER,
    created_ms        INTEGER NOT NULL,
    modified_ms       INTEGER NOT NULL
);

CREATE TABLE message (
    seq                INTEGER PRIMARY KEY,
    queue_id           INTEGER NOT NULL REFERENCES queue (queue_id),
    message_id         TEXT NOT NULL,
    body               TEXT NOT NULL,
    attributes         TEXT NOT NULL,             -- JSON
    sent_ms            INTEGER NOT NULL,
    visible_at_ms      INTEGER NOT NULL,
    receive_count      INTEGER NOT NULL DEFAULT 0,
    receives_elsewhere INTEGER NOT NULL DEFAULT 0, -- of them, before it came to this dead-letter queue
    first_received_ms  INTEGER,
    last_received_ms   INTEGER,
    dead_letter_source TEXT
);

-- A receive reads the first rows of this index that are due: it never scans the queue.
CREATE INDEX message_by_visibility ON message (queue_id, visible_at_ms);
-- Retention.
CREATE INDEX message_by_age ON message (queue_id, sent_ms);

CREATE TABLE topic (
    topic_id   INTEGER PRIMARY KEY,
    name       TEXT NOT NULL UNIQUE,
    created_ms INTEGER NOT NULL
);

CREATE TABLE subscription (
    subscription_id INTEGER PRIMARY KEY,
    topic_id        INTEGER NOT NULL REFERENCES topic (topic_id),
    queue_id        INTEGER NOT NULL REFERENCES queue (queue_id),
    arn_suffix      TEXT NOT NULL UNIQUE,
    raw_delivery    INTEGER NOT NULL,
    filter_policy   TEXT,                          -- JSON
    filter_scope    TEXT NOT NULL,
    UNIQUE (topic_id, queue_id)
);

CREATE TABLE published (
    topic_id     INTEGER NOT NULL REFERENCES topic (topic_id),
    number       INTEGER NOT NULL,                 -- counts up within the topic
    message_id   TEXT NOT NULL,
    published_ms INTEGER NOT NULL,
    subject      TEXT,
    message      TEXT NOT NULL,
    attributes   TEXT NOT NULL,                    -- JSON
    delivered_to TEXT NOT NULL,                    -- JSON array of queue names
    PRIMARY KEY (topic_id, number)
) WITHOUT ROWID;
