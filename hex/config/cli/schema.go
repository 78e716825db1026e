package cli

import (
	"github.com/spf13/cobra"

	"hextui/hex/config"
)

func schemaCommand(k Keys) *cobra.Command {
	return &cobra.Command{
		Use: "schema", Short: "Print the JSON Schema of config.toml, for editors", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return encode(cmd.OutOrStdout(), schemaOf(k.Actions())) },
	}
}

// object is a JSON object.
type object = map[string]any

// schemaOf is the JSON Schema of config.toml.
func schemaOf(actions []string) object {
	text := func(says string) object { return object{"type": "string", "description": says} }
	yes := func(says string) object { return object{"type": "boolean", "description": says} }
	key := object{"oneOf": []object{
		{"type": "string", "minLength": 1},
		{"type": "array", "items": object{"type": "string", "minLength": 1}},
	}}
	byAction := object{}
	for _, a := range actions {
		byAction[a] = key
	}
	settings := object{
		"theme": object{"type": "string", "enum": config.Themes(),
			"description": "How the UI looks."},
		"editor": text("The command line of the editor for whole sources."),
		"mouse":  yes("Whether the mouse is used."),
		"motion": object{"type": "string", "enum": config.Motions(), "description": "How much moves on the screen by itself."},
		"vim":    yes("Whether cells are edited as in vim."),
		"models": yes("Whether language models may be asked from the UI."),
		"python": yes("Whether the embedded workspace runs CODE cells in this computer's python3, in a sandbox."),
		"escape_ms": object{"type": "integer", "minimum": 10, "maximum": 2000,
			"description": "How many milliseconds an Escape waits for the rest of a key."},
		"pictures": object{"type": "string", "enum": config.Pictures(),
			"description": "How pictures are shown: auto is as the terminal answers."},
		"keys": object{"type": "object", "properties": byAction, "additionalProperties": false,
			"description": "Keys of actions that differ from the built-in ones; an empty list takes an action's keys away."},
	}
	profile := object{
		"base_url": text("The workspace: a region (us, eu, hipaa), a host or an address."),
		"token": object{"type": "string", "pattern": "^(keyring|file|env:[A-Za-z_][A-Za-z0-9_]*)$",
			"description": "Where the token is."},
		"mcp_client_id": text("The client that signs in to the hosted MCP server."),
	}
	top := object{
		"profile": text("The profile to use when nothing else is said."),
		"profiles": object{"type": "object", "additionalProperties": false, "patternProperties": object{
			"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$": object{"type": "object", "properties": joined(profile, settings),
				"additionalProperties": false},
		}},
		"hub": object{"type": "object", "additionalProperties": object{"type": "string"},
			"description": "The agents that help with code; a key is none of it."},
	}
	return object{
		"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "config.toml of hextui", "type": "object",
		"properties": joined(top, settings), "additionalProperties": false,
	}
}

// joined are the members of two objects.
func joined(a, b object) object {
	both := object{}
	for _, o := range []object{a, b} {
		for name, value := range o {
			both[name] = value
		}
	}
	return both
}
