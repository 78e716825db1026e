package tools

// usual are the tools of the set [policy.Usual]: the names that agents' configurations have had since hex-mcp, and what it takes to
// find, understand, mend, run and ask. What they cost a model before it does anything is held by a test.
func usual() []string {
	return []string{
		"list_hex_projects", "search_hex_projects", "get_hex_project", "resolve_hex",
		"get_hex_run_status", "get_hex_project_runs", "run_hex_project", "run_hex_draft", "cancel_hex_run", "explain_hex_run",
		"list_hex_cells", "get_hex_cell", "update_hex_cell", "create_hex_cell", "delete_hex_cell", "search_hex_cells",
		"get_hex_cell_output", "get_hex_cell_image", "ask_hex",
		"update_hex_project_user_sharing", "update_hex_project_group_sharing", "update_hex_project_collection_sharing",
		"update_hex_project_workspace_sharing",
		"list_hex_collections", "get_hex_collection", "create_hex_collection", "update_hex_collection",
		"list_hex_groups", "get_hex_group", "create_hex_group", "update_hex_group", "delete_hex_group",
		"list_hex_data_connections", "get_hex_data_connection", "create_hex_data_connection", "update_hex_data_connection",
	}
}
