-- Times are milliseconds since 1970 UTC; 0 stands for "never". Ids are lower-case UUIDs.

CREATE TABLE facts (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE users (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, email TEXT NOT NULL UNIQUE, role TEXT NOT NULL,
  last_login INTEGER NOT NULL, deactivated INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;

CREATE TABLE groups (id TEXT PRIMARY KEY, name TEXT NOT NULL, created INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE members (
  group_id TEXT NOT NULL REFERENCES groups ON DELETE CASCADE, user_id TEXT NOT NULL REFERENCES users,
  PRIMARY KEY (group_id, user_id)
) WITHOUT ROWID;
CREATE INDEX members_by_user ON members (user_id);

CREATE TABLE collections (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, creator TEXT NOT NULL REFERENCES users
) WITHOUT ROWID;

CREATE TABLE connections (
  id TEXT PRIMARY KEY, name TEXT NOT NULL, type TEXT NOT NULL, description TEXT NOT NULL, created INTEGER NOT NULL,
  details TEXT NOT NULL, ssh INTEGER NOT NULL, magic INTEGER NOT NULL, writeback INTEGER NOT NULL,
  filters TEXT NOT NULL, refresh TEXT NOT NULL, refresh_access TEXT NOT NULL
) WITHOUT ROWID;

-- Statuses that were given to databases, schemas and tables of a connection.
CREATE TABLE schema_status (
  connection TEXT NOT NULL REFERENCES connections ON DELETE CASCADE, type TEXT NOT NULL, name TEXT NOT NULL,
  status TEXT, PRIMARY KEY (connection, type, name)
) WITHOUT ROWID;

-- Who may do what with a project, a collection or a connection (object).
-- kind: user, group, collection, workspace, public, guests, support.
CREATE TABLE access (
  object TEXT NOT NULL, kind TEXT NOT NULL, principal TEXT NOT NULL, level TEXT NOT NULL,
  PRIMARY KEY (object, kind, principal)
) WITHOUT ROWID;
CREATE INDEX access_by_principal ON access (principal, object);

CREATE TABLE statuses (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE categories (name TEXT PRIMARY KEY, description TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE projects (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, description TEXT NOT NULL, type TEXT NOT NULL,
  creator TEXT NOT NULL REFERENCES users, owner TEXT NOT NULL REFERENCES users,
  status TEXT NOT NULL, categories TEXT NOT NULL, reviews INTEGER NOT NULL,
  views_all INTEGER NOT NULL, views_7 INTEGER NOT NULL, views_14 INTEGER NOT NULL, views_30 INTEGER NOT NULL,
  viewed INTEGER NOT NULL, results_updated INTEGER NOT NULL, edited INTEGER NOT NULL, published INTEGER NOT NULL,
  created INTEGER NOT NULL, archived INTEGER NOT NULL, trashed INTEGER NOT NULL, unlisted INTEGER NOT NULL,
  version INTEGER NOT NULL, schedules TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX projects_by_created ON projects (created, id);
CREATE INDEX projects_by_edited ON projects (edited, id);
CREATE INDEX projects_by_published ON projects (published, id);

-- The draft of every project. parent is the static id of the enclosing cell.
CREATE TABLE cells (
  static_id TEXT PRIMARY KEY, id TEXT NOT NULL UNIQUE, project TEXT NOT NULL REFERENCES projects, position TEXT NOT NULL,
  parent TEXT NOT NULL, type TEXT NOT NULL, label TEXT NOT NULL, connection TEXT NOT NULL, source TEXT NOT NULL,
  output TEXT NOT NULL, dataframe INTEGER NOT NULL, spec TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX cells_by_project ON cells (project, position);

-- Published versions: snapshots of the cells, which nothing changes.
CREATE TABLE versions (
  project TEXT NOT NULL REFERENCES projects, number INTEGER NOT NULL, created INTEGER NOT NULL, cells TEXT NOT NULL,
  PRIMARY KEY (project, number)
);

-- version 0 is the draft.
CREATE TABLE runs (
  id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES projects, version INTEGER NOT NULL, cell TEXT NOT NULL,
  user TEXT NOT NULL, trigger TEXT NOT NULL, status TEXT NOT NULL,
  created INTEGER NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL,
  inputs TEXT NOT NULL, notifications TEXT NOT NULL, events TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX runs_by_project ON runs (project, created, id);
CREATE INDEX runs_active ON runs (user) WHERE ended = 0;

-- What the cells of a project's draft session, or of one run, gave last. A draft
-- session's outputs are kept under the project's id, a run's under the run's.
CREATE TABLE outputs (
  place TEXT NOT NULL, static_id TEXT NOT NULL, run TEXT NOT NULL, result TEXT NOT NULL,
  PRIMARY KEY (place, static_id)
) WITHOUT ROWID;

CREATE TABLE views (id TEXT PRIMARY KEY, project TEXT NOT NULL REFERENCES projects, name TEXT NOT NULL, inputs TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE threads (
  id TEXT PRIMARY KEY, user TEXT NOT NULL, project TEXT NOT NULL, type TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL,
  status TEXT NOT NULL, sensitive INTEGER NOT NULL, created INTEGER NOT NULL, updated INTEGER NOT NULL, body TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX threads_by_created ON threads (created, id);

-- tool marks what was done rather than said: only the full history shows it.
CREATE TABLE messages (
  id TEXT PRIMARY KEY, thread TEXT NOT NULL REFERENCES threads, created INTEGER NOT NULL, tool INTEGER NOT NULL, text TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX messages_by_thread ON messages (thread, created, id);

CREATE TABLE topics (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;

-- Guides for the analyst. draft and published are NULL when there is none.
CREATE TABLE guides (id TEXT PRIMARY KEY, path TEXT NOT NULL UNIQUE, draft TEXT, published TEXT, source TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE suggestions (
  id TEXT PRIMARY KEY, title TEXT NOT NULL, summary TEXT NOT NULL, status TEXT NOT NULL,
  created INTEGER NOT NULL, last_source INTEGER NOT NULL, sources TEXT NOT NULL, changes TEXT NOT NULL, dismissed TEXT NOT NULL
) WITHOUT ROWID;

-- What kernels of a project run on, where somebody has chosen it.
CREATE TABLE compute_profiles (
  project TEXT PRIMARY KEY REFERENCES projects ON DELETE CASCADE, image TEXT NOT NULL, size TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE semantic_projects (id TEXT PRIMARY KEY, name TEXT NOT NULL) WITHOUT ROWID;

-- What a semantic project defines. type: DATASET or VIEW.
CREATE TABLE semantic_objects (
  project TEXT NOT NULL REFERENCES semantic_projects, type TEXT NOT NULL, name TEXT NOT NULL, status TEXT,
  PRIMARY KEY (project, type, name)
) WITHOUT ROWID;
