package hosted

import (
	"cmp"
	"os"
	"path/filepath"

	"hextui/hex/config"
)

// Open makes a client for the hosted server of a configuration: HEX_MCP_URL, else the workspace's own. HEX_MCP_CLIENT_ID, with
// HEX_MCP_CLIENT_SECRET, then the profile, and HEX_MCP_CLIENT_METADATA_URL stand in where o does not say who to be. Nothing is asked
// yet.
func Open(c config.Config, f config.Flags, o Options) (*Client, error) {
	if o.Endpoint == "" {
		baseURL, clientID, err := c.ForSignIn(f)
		if err != nil {
			return nil, err
		}
		if o.ClientID == "" {
			o.ClientID, o.ClientSecret = cmp.Or(os.Getenv("HEX_MCP_CLIENT_ID"), clientID), os.Getenv("HEX_MCP_CLIENT_SECRET")
		}
		if o.Endpoint, err = Endpoint(os.Getenv("HEX_MCP_URL"), baseURL); err != nil {
			return nil, err
		}
	}
	o.ClientMetadataURL = cmp.Or(o.ClientMetadataURL, os.Getenv("HEX_MCP_CLIENT_METADATA_URL"))
	o.Secrets = c.Secrets()
	if c.StateDir != "" {
		o.LockFile = filepath.Join(c.StateDir, "sign-in.lock")
	}
	return New(o)
}
