package shell

// row is a command: a tool under a noun and a verb.
type row struct {
	// noun and verb are how it is called; a command without a verb is called by its noun alone.
	noun, verb string
	tool       string
	// does says what it does, where the tool's own words are too much about agents.
	does string
	// args are the arguments that are given without a flag, in their order: name, with ? for one that may be left out, + for a list
	// that takes all that is left, ~ for a text that is made of all that is left; after = the word that stands for it in help.
	args string
	// names are what flags are called that are not called as follows from the argument, as argument=flag; an empty one has no flag.
	names string
	// columns are those of the table, where they are not all members of a row; with | between those of several lists.
	columns string
	// list is the member that holds the rows, where it is not the first that is a list; none for a result that has no rows.
	list string
	// body is the member that is the data, for a command whose output is a text as it is; of several names the first that there is.
	body string
	// file is the argument that -f reads from a file or from standard input.
	file string
	// prose is set where the text of the answer says more than a table could.
	prose bool
	// harmless is set where nobody is asked: the tool's class is that of a request that changes nothing in Hex.
	harmless bool
	// waits names the argument that bounds a wait, which the command lets last until the end; watch is set where it always waits.
	waits string
	watch bool
	// whole is set where an answer is read in parts until it says that it is complete.
	whole bool
}

// noun is a group of commands.
type noun struct{ name, does string }

// nouns are the groups in the order of help.
func nouns() []noun {
	return []noun{
		{"project", "Find, show, make and export projects"},
		{"run", "Start, follow, explain and stop runs"},
		{"cell", "Read, write and run the cells of drafts"},
		{"thread", "Ask Hex's analyst, and read its threads"},
		{"access", "See and change who can see and edit what"},
		{"collection", "Show, make and change collections"},
		{"connection", "Show, make and change data connections"},
		{"table", "Show and endorse the tables of warehouses"},
		{"semantic", "Endorse and replace semantic projects"},
		{"group", "Show, make and change groups of users"},
		{"user", "Show and deactivate users"},
		{"guide", "Write and publish the guides of Hex's analyst"},
		{"suggestion", "Look through what Hex's analyst proposes"},
		{"find", "Find ids by title, name, e-mail or link"},
	}
}

// rows is the table.
func rows() []row {
	return []row{
		{noun: "project", verb: "list", tool: "list_hex_projects", columns: "id title status owner edited published",
			names: "statuses=status categories=category owner_email=owner creator_email=creator sort_direction=order",
			does:  "List projects, the last made first, filtered and sorted"},
		{noun: "project", verb: "search", tool: "search_hex_projects", args: "search_pattern~",
			columns: "id title status owner edited match",
			does:    "Find projects by words of the title in any order, or by a regular expression (RE2)"},
		{noun: "project", verb: "get", tool: "get_hex_project", args: "project_id", list: "none",
			does: "Show a project: status, owner, dates, schedules, views, and who has access"},
		{noun: "project", verb: "create", tool: "create_hex_project", args: "title"},
		{noun: "project", verb: "status", tool: "update_hex_project_status", args: "project_id status", list: "none",
			does: "Give a project a status or endorsement by its name, or take it away with an empty one"},
		{noun: "project", verb: "export", tool: "export_hex_project", args: "project_id", body: "content", harmless: true,
			does: "Write a project as YAML in Hex's own file format"},
		{noun: "project", verb: "outline", tool: "get_hex_outline", args: "project_id",
			columns: "position id type label lines begins output_dataframe",
			does:    "Show a project's draft at a glance, a cell in a line"},
		{noun: "project", verb: "lint", tool: "lint_hex_project", args: "project_id", list: "findings",
			columns: "cell_id label line kind certainty message do",
			does:    "Look at a project's draft, without running it, for what makes runs fail or gives what nobody meant"},
		{noun: "project", verb: "compute", tool: "update_hex_compute_profile", args: "project_ids+", list: "none"},

		{noun: "run", verb: "start", tool: "run_hex_project", args: "project_id", waits: "wait_s", list: "none", columns: startedColumns,
			names: "input_params=input update_published_results=publish-results use_cached_sql=cached-sql notifications=notify",
			does:  "Run a project's published version, which costs money; with --wait until it ends"},
		{noun: "run", verb: "draft", tool: "run_hex_draft", args: "project_id", waits: "wait_s", list: "none", columns: startedColumns,
			names: "use_cached_sql=cached-sql",
			does:  "Run all cells of a project's draft, which costs money; with --wait until it ends"},
		{noun: "run", verb: "get", tool: "get_hex_run_status", args: "project_id run_id?", list: "none"},
		{noun: "run", verb: "list", tool: "get_hex_project_runs", args: "project_id",
			columns: "run_id status trigger version started ended elapsed_s"},
		{noun: "run", verb: "watch", tool: "wait_hex_run", args: "project_id run_id?", waits: "timeout_s", watch: true, list: "none",
			columns: "run.run_id run.status run.trigger run.version run.elapsed_s run.url",
			does:    "Follow a run until it ends, a line for each change with its time; the exit code says how it ended"},
		{noun: "run", verb: "explain", tool: "explain_hex_run", args: "project_id run_id?", prose: true, list: "none",
			does: "Say why a run failed: newer successes, what changed, failing cells, suspects in order"},
		{noun: "run", verb: "cancel", tool: "cancel_hex_run", args: "project_id run_id?", list: "none"},

		{noun: "cell", verb: "list", tool: "list_hex_cells", args: "project_id", columns: "id static_id type label output_dataframe hash",
			does: "List the cells of a project's draft in order"},
		{noun: "cell", verb: "get", tool: "get_hex_cell", args: "cell_id", body: "source",
			does: "Write the source of a cell, byte for byte; --json has its hash and connection too"},
		{noun: "cell", verb: "set", tool: "update_hex_cell", args: "cell_id", file: "source", list: "none",
			names: "data_connection_id=connection expected_hash=hash output_dataframe=dataframe",
			does:  "Change the source of a cell, from a file or standard input, its connection or its result's name"},
		{noun: "cell", verb: "create", tool: "create_hex_cell", args: "project_id", file: "source", list: "none",
			names: "cell_type=type data_connection_id=connection output_dataframe=dataframe after_cell_id=after parent_cell_id=parent"},
		{noun: "cell", verb: "delete", tool: "delete_hex_cell", args: "cell_id", list: "none", names: "expected_hash=hash",
			does: "Delete a cell of a draft, and write its source; cannot be undone"},
		{noun: "cell", verb: "run", tool: "run_hex_cell", args: "cell_id", waits: "wait_s", list: "none", columns: startedColumns,
			does: "Run one cell of a draft and what it stands on, which costs money; with --wait until it ends"},
		{noun: "cell", verb: "output", tool: "get_hex_cell_output", args: "cell_id", list: "rows", names: "columns=column",
			does: "Write the rows of an SQL cell's result"},
		{noun: "cell", verb: "image", tool: "get_hex_cell_image", args: "cell_id",
			does: "Draw a chart cell as a picture, into a file (-o) or a pipe"},
		{noun: "cell", verb: "search", tool: "search_hex_cells", args: "project_id find", names: "cell_types=type",
			does: "Search the sources of a project's cells for a text or a regular expression (RE2), line by line"},
		{noun: "cell", verb: "replace", tool: "replace_in_hex_cells", args: "project_id find replace",
			names: "cell_types=type cell_ids=cell",
			does:  "Replace a text in the cells of a project's draft, after showing every place"},

		{noun: "thread", verb: "ask", tool: "ask_hex", args: "prompt~?", waits: "timeout_s", watch: true, prose: true,
			list: "none", body: "raw value",
			names: "data_connection_id=connection attached_project_ids=attach table_ids=table thread_id=thread",
			does:  "Ask Hex's analyst a question about the data and wait for the answer; costs credits"},
		{noun: "thread", verb: "create", tool: "create_thread", args: "prompt~", list: "none",
			names: "data_connection_id=connection attached_project_ids=attach table_ids=table",
			does:  "Ask Hex's analyst a question without waiting for the answer, which hextui thread get shows; costs credits"},
		{noun: "thread", verb: "get", tool: "get_thread", args: "thread_id", names: "id=", prose: true, list: "none"},
		{noun: "thread", verb: "continue", tool: "continue_thread", args: "thread_id prompt~", list: "none",
			names: "id= data_connection_id=connection attached_project_ids=attach table_ids=table"},
		{noun: "thread", verb: "list", tool: "list_hex_threads", columns: "id title source user_id created credits_used",
			names: "topic_ids=topic"},
		{noun: "thread", verb: "topics", tool: "list_hex_topics"},

		{noun: "access", verb: "audit", tool: "audit_hex_access", args: "project_id?", whole: true, list: "people projects",
			columns: "email name access edits ways | id title access edits ways",
			does:    "List who can see and edit a project, and each way that gives it; or what a user, a group or the public can see"},
		{noun: "access", verb: "users", tool: "update_hex_project_user_sharing", args: "project_id user_permissions+", list: "none",
			does: "Share a project with users (USER=CAN_VIEW), or take access away (USER=NONE)"},
		{noun: "access", verb: "groups", tool: "update_hex_project_group_sharing", args: "project_id group_permissions+", list: "none",
			does: "Share a project with groups (GROUP=CAN_EDIT), or take access away (GROUP=NONE)"},
		{noun: "access", verb: "collections", tool: "update_hex_project_collection_sharing", args: "project_id collection_permissions+",
			list: "none", does: "Put a project into collections (COLLECTION=CAN_VIEW), or take it out (COLLECTION=NONE)"},
		{noun: "access", verb: "everybody", tool: "update_hex_project_workspace_sharing", args: "project_id", list: "none",
			names: "workspace_access=members public_access=public",
			does:  "Share a project with everybody in the workspace, or on the web"},
		{noun: "access", verb: "embed", tool: "create_hex_embed_url", args: "project_id", list: "none",
			names: "input_params=input user_attributes=attribute expires_in_s=expires"},

		{noun: "collection", verb: "list", tool: "list_hex_collections"},
		{noun: "collection", verb: "get", tool: "get_hex_collection", args: "collection_id", list: "none"},
		{noun: "collection", verb: "create", tool: "create_hex_collection", args: "name", list: "none", names: sharingNames,
			does: "Make a collection and share it"},
		{noun: "collection", verb: "set", tool: "update_hex_collection", args: "collection_id", list: "none", names: sharingNames},

		{noun: "connection", verb: "list", tool: "list_hex_data_connections", columns: "id name type description"},
		{noun: "connection", verb: "get", tool: "get_hex_data_connection", args: "connection_id", list: "none"},
		{noun: "connection", verb: "create", tool: "create_hex_data_connection", args: "name", list: "none", names: connectionNames,
			does: "Make a data connection. Give --details @FILE, or @- for standard input: others can read a command line"},
		{noun: "connection", verb: "set", tool: "update_hex_data_connection", args: "connection_id", list: "none", names: connectionNames,
			does: "Change a data connection; what is not given stays. Give --details @FILE, or @- for standard input"},

		{noun: "table", verb: "list", tool: "list_hex_queried_tables", args: "project_id",
			does: "List the warehouse tables that a project's published version asks for"},
		{noun: "table", verb: "endorse", tool: "update_hex_schema_status", args: "connection_id updates+", list: "updated",
			does: "Give databases, schemas and tables a status (TABLE:analytics.public.orders=Endorsed), or take it away (…=)"},
		{noun: "semantic", verb: "endorse", tool: "update_hex_semantic_status", args: "semantic_project_id updates+", list: "updated",
			does: "Give datasets and views of a semantic project a status (DATASET:orders=Endorsed), or take it away (…=)"},
		{noun: "semantic", verb: "ingest", tool: "ingest_hex_semantic_project", args: "semantic_project_id files+", list: "none"},

		{noun: "group", verb: "list", tool: "list_hex_groups"},
		{noun: "group", verb: "get", tool: "get_hex_group", args: "group_id", list: "members",
			does: "Show a group with its members"},
		{noun: "group", verb: "create", tool: "create_hex_group", args: "name member_user_ids=USER+?", list: "none",
			does: "Make a group of users"},
		{noun: "group", verb: "add", tool: "update_hex_group", args: "group_id add_member_user_ids=USER+", list: "none",
			names: "name= remove_member_user_ids=", does: "Add users to a group"},
		{noun: "group", verb: "remove", tool: "update_hex_group", args: "group_id remove_member_user_ids=USER+", list: "none",
			names: "name= add_member_user_ids=", does: "Take users out of a group"},
		{noun: "group", verb: "rename", tool: "update_hex_group", args: "group_id name", list: "none",
			names: "add_member_user_ids= remove_member_user_ids=", does: "Give a group another name"},
		{noun: "group", verb: "delete", tool: "delete_hex_group", args: "group_id", list: "none"},

		{noun: "user", verb: "me", tool: "get_hex_me", list: "none",
			does: "Show who the token acts as, the role, and when it expires"},
		{noun: "user", verb: "list", tool: "list_hex_users", names: "user_ids=user",
			does: "List the workspace's users by name or e-mail; with --group its members, with --user only those"},
		{noun: "user", verb: "deactivate", tool: "deactivate_hex_user", args: "user_id", list: "none"},

		{noun: "guide", verb: "list", tool: "list_hex_guide_drafts"},
		{noun: "guide", verb: "write", tool: "write_hex_guide_drafts", args: "files+", list: "none",
			does: "Write Markdown files as drafts of guides, over earlier drafts of the same path"},
		{noun: "guide", verb: "publish", tool: "publish_hex_guides", args: "guide_ids+?", names: "all=every",
			does: "Make drafts the guides that Hex's analyst follows for everybody: those named, or --every"},
		{noun: "guide", verb: "delete", tool: "delete_hex_guide_draft", args: "guide_id", list: "none"},

		{noun: "suggestion", verb: "list", tool: "list_hex_suggestions"},
		{noun: "suggestion", verb: "get", tool: "get_hex_suggestion", args: "suggestion_id", list: "none"},
		{noun: "suggestion", verb: "mark", tool: "update_hex_suggestion", args: "suggestion_id status", list: "none",
			does: "Mark a suggestion, or with --change-id one of its changes, as completed or dismissed"},
		{noun: "suggestion", verb: "review", tool: "review_hex_suggestion", args: "suggestion_id", list: "none",
			does: "Have Hex's analyst look at a suggestion again and propose its changes anew, for when they have gone stale"},

		{noun: "find", tool: "resolve_hex", args: "text~", list: "candidates", columns: "kind id title project_id how score",
			does: "Find ids by title, name, e-mail, link or, with --project, a cell's label"},
	}
}

const (
	startedColumns  = "project_id run_id run.status finished version url"
	sharingNames    = "sharing_users=user sharing_groups=group workspace_access=members"
	connectionNames = "connection_type=type connection_details=details allow_writeback_cells=writeback connect_via_ssh=ssh " +
		"include_magic=magic"
)

// without are the tools that have no command here, with the reason.
func without() map[string]string {
	const hub = "does not touch Hex: hextui hub runs the agents that help with code"
	return map[string]string{
		"find_hex_projects":       "asks Hex's hosted server, which commands are not signed in to: project search and find look by the API",
		"agent_question_enhancer": hub, "agent_web_search": hub, "agent_llm_processor": hub, "agent_citation_formatter": hub,
		"agent_code_generator": hub, "agent_code_runner": hub, "agent_research_request": hub,
	}
}
