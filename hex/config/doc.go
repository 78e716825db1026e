// Package config finds out which workspace to talk to, with which token, and how the person likes the program.
//
// [Load] reads config.toml; [Config.Resolve] joins it with the command line and the environment, in this order:
//
//	workspace  --base-url, then HEX_API_BASE_URL or HEX_API_URL, then the profile, then app.hex.tech
//	token      HEX_API_KEY or HEX_API_TOKEN, then where the profile keeps it
//	profile    --profile, then HEX_PROFILE, then profile = "…" in config.toml, then the only one there is
//
// A token is never in config.toml and never on the command line. It is kept in the keyring of the operating system, or
// in credentials.json, which only its owner can read, or in a variable of the environment. A kept token belongs to one
// address: it is not sent to another, whatever the flags say.
//
// The package knows the addresses of Hex and nothing else of it, and nothing of terminals.
package config
