package postgres

import (
	"strings"

	"hextui/hex/emulator/kernel/engine"
	"hextui/hex/emulator/sqltext"
)

// allowed refuses calls that do more than read tables, which a transaction that only reads allows to those who may: files of
// the server, other servers, other sessions, settings. The rights of the role are what really keeps from them.
func allowed(sql string) error {
	var wrong error
	first, last := true, ""
	sqltext.Rules{Dollar: true, Arrays: true, Casts: true}.Scan(sql, func(kind sqltext.Kind, start, end int) {
		word := sql[start:end]
		switch {
		case wrong != nil || kind == sqltext.Space || kind == sqltext.Comment:
			return
		case first && kind == sqltext.Word && !reads(word):
			wrong = &engine.Error{Message: strings.ToUpper(word) +
				" is not allowed: a SQL cell reads; begin with SELECT, WITH, VALUES, TABLE, SHOW or " +
				"EXPLAIN", Offset: start}
		case kind == sqltext.Quoted && last == "u&":
			wrong = &engine.Error{Message: "names with escaped characters (U&\"…\") are not allowed: write the characters themselves",
				Offset: start}
		case kind == sqltext.Word || kind == sqltext.Quoted:
			if name := strings.ToLower(sqltext.Unquoted(word)); reaches(name) {
				wrong = &engine.Error{Message: name + " is not allowed: a SQL cell reads tables, and nothing else of the server",
					Offset: start}
			}
		}
		first = first && word == "("
		if last += strings.ToLower(word); len(word) > 1 || word == "u" || word == "U" {
			last = strings.ToLower(word)
		}
	})
	return wrong
}

// reads tells whether a statement that begins with the word gives rows and does nothing else.
func reads(word string) bool {
	switch strings.ToUpper(word) {
	case "SELECT", "WITH", "VALUES", "TABLE", "SHOW", "EXPLAIN":
		return true
	}
	return false
}

// reaches tells whether a function reaches beyond the tables.
func reaches(name string) bool {
	switch name {
	case "set_config", "query_to_xml", "query_to_xml_and_xmlschema", "query_to_xmlschema", "cursor_to_xml", "database_to_xml",
		"pg_reload_conf",
		"pg_rotate_logfile", "pg_terminate_backend", "pg_cancel_backend", "pg_stat_file", "pg_switch_wal", "pg_promote",
		"pg_notify", "pg_export_snapshot", "pg_logical_emit_message", "pg_nextoid", "pg_prewarm", "pg_start_backup", "pg_stop_backup",
		"gin_clean_pending_list", "brin_summarize_new_values", "brin_summarize_range", "brin_desummarize_range", "ts_stat":
		return true
	}
	if strings.HasPrefix(name, "pg_stat_") && strings.Contains(name, "reset") { // of figures that others watch
		return true
	}
	for _, prefix := range []string{"pg_read_", "pg_ls_", "pg_file_", "pg_logical_slot", "pg_replication", "pg_backup", "pg_advisory",
		"pg_try_advisory", "pg_create_", "pg_drop_", "pg_copy_", "pg_sync_", "pg_import_", "pg_log_", "pg_wal_replay", "binary_upgrade_",
		"lo_", "dblink", "postgres_fdw"} {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return false
}
