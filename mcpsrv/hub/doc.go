// Package hub is a small service of agents that help with code: it takes questions apart, searches the web, works on texts, cites,
// writes code, runs it in a sandbox, and does all of that in a row. It is served over HTTP by a published contract (docs/hub.md); MCP,
// the command line and the UI call the same agents in Go.
//
// The room joins: agents (agent), who they ask (provider, search), what keeps that in bounds (upstream, cache). [Hub.Listen] and what
// is below it know HTTP; nothing else here does. It knows neither Hex nor the MCP server.
package hub
