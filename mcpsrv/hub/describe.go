package hub

import (
	_ "embed" // contract.json
	"encoding/json"
	"sync"
)

// contractText is the contract: what HTTP serves, and what openapi.json and mcp_schema.json are made of.
//
//go:embed contract.json
var contractText []byte

// endpoint is one row of the contract.
type endpoint struct {
	// Name is the agent's, or what is monitored.
	Name  string `json:"name"`
	Path  string `json:"path"`
	Tag   string `json:"tag"`
	About string `json:"about"`
	// Capabilities are the agent's in words; none for monitoring.
	Capabilities []string `json:"capabilities"`
	// Inputs are the arguments in order, Output is the schema of data[0].
	Inputs []input         `json:"inputs"`
	Output json.RawMessage `json:"output"`
}

// input is an argument: its name and schema, and whether it may be left out.
type input struct {
	Name     string          `json:"name"`
	Optional bool            `json:"optional"`
	Schema   json.RawMessage `json:"schema"`
}

// contract is read when it is first needed.
var contract = sync.OnceValue(func() []endpoint {
	var all []endpoint
	if err := json.Unmarshal(contractText, &all); err != nil {
		panic(err) // a test reads it
	}
	return all
})

// object is a JSON object whose keys are written in alphabetical order.
type object = map[string]any

// errorSchema is the form of every answer that is not 200.
func errorSchema() object {
	text := object{"type": "string"}
	return listOfOne(object{"type": "object", "required": []string{"error"}, "properties": object{
		"error": text, "status": object{"type": "string", "enum": []string{"error", "failed"}},
		"timestamp": object{"type": "string", "format": "date-time"},
	}})
}

// listOfOne is the envelope around one item.
func listOfOne(item any) object {
	return object{"type": "object", "required": []string{"data"}, "properties": object{
		"data": object{"type": "array", "minItems": 1, "maxItems": 1, "items": item}}}
}

// failures are the statuses that are no success, and when they come.
func failures() map[string]string {
	return map[string]string{
		"400": "The input is not taken.", "401": "The token is missing or wrong.", "403": "The host or the origin is foreign.",
		"404": "There is nothing there.", "405": "Another method.", "413": "The body is too long.", "415": "The body is no JSON.",
		"429": "The hub's own rate limit.", "500": "A service failed, or answered nonsense.",
	}
}

// openAPI describes the contract as OpenAPI 3.1.
func (h *Hub) openAPI() object {
	paths, schemas := object{}, object{"Error": errorSchema()}
	names := map[string]string{"health": "HealthStatus", "metrics": "PerformanceMetrics", "cache": "CacheStatus",
		"sandbox_pool": "SandboxStatus"}
	for _, e := range contract() {
		output := any(e.Output)
		if name := names[e.Name]; name != "" {
			schemas[name] = e.Output
			output = object{"$ref": "#/components/schemas/" + name}
		}
		paths[e.Path] = object{"post": operation(e.Path[len("/api/"):], e.Tag, e.About, jsonContent(listOfOne(output)), e.body())}
	}
	schemas["SearchResult"] = searchResult()
	plain := object{"text/plain": object{"schema": object{"type": "string"}}}
	scrape := func(id string, body any) object {
		return operation(id, "Monitoring", "Everything that is counted, for Prometheus.", plain, body)
	}
	paths[prometheusPath] = object{
		"get": scrape("read_prometheus_metrics_service", nil), "post": scrape("get_prometheus_metrics_service", object{"type": "object"})}
	paths["/metrics"] = object{"get": scrape("metrics", nil)}
	for _, name := range []string{"openapi", "mcp_schema"} {
		paths["/"+name+".json"] = object{"get": operation(name, "Monitoring", "A description of the contract.",
			jsonContent(object{"type": "object"}), nil)}
	}
	return object{
		"openapi": "3.1.0",
		"info": object{"title": "MCP Hub", "version": "1.0.0",
			"description": "Agents that help with code. Served by hextui " + h.version + "."},
		"servers": []object{{"url": "/"}},
		"tags":    []object{{"name": "Agents"}, {"name": "Monitoring"}, {"name": "Orchestrator"}},
		"paths":   paths,
		"components": object{"schemas": schemas, "securitySchemes": object{
			"ApiKey": object{"type": "apiKey", "in": "header", "name": "X-API-Key"}, "Bearer": object{"type": "http", "scheme": "bearer"}}},
		"security": []object{{"ApiKey": []string{}}, {"Bearer": []string{}}, {}},
	}
}

// operation describes one method of a path; body is the schema of its body, nil for none.
func operation(id, tag, about string, ok object, body any) object {
	responses := object{"200": object{"description": "The answer.", "content": ok}}
	for status, about := range failures() {
		responses[status] = object{"description": about, "content": jsonContent(object{"$ref": "#/components/schemas/Error"})}
	}
	out := object{"operationId": id, "summary": about, "tags": []string{tag}, "responses": responses}
	if body != nil {
		out["requestBody"] = object{"required": true, "content": jsonContent(body)}
	}
	return out
}

func jsonContent(schema any) object { return object{"application/json": object{"schema": schema}} }

// searchResult is the schema of one result, as web search has it.
func searchResult() json.RawMessage {
	var output struct {
		Properties struct {
			Results struct {
				Items json.RawMessage `json:"items"`
			} `json:"results"`
		} `json:"properties"`
	}
	for _, e := range contract() {
		if e.Name == "web_search" && json.Unmarshal(e.Output, &output) == nil {
			return output.Properties.Results.Items
		}
	}
	return json.RawMessage(`{}`)
}

// body is the schema of a request's body. The orchestrator takes its arguments by name too.
func (e endpoint) body() object {
	items, least := []json.RawMessage{}, 0
	for _, in := range e.Inputs {
		items = append(items, in.Schema)
		if !in.Optional {
			least++
		}
	}
	list := object{"type": "array", "minItems": least, "maxItems": len(items)}
	if len(items) > 0 {
		list["prefixItems"] = items
	}
	var data any = list
	if e.Tag == "Orchestrator" {
		data = object{"oneOf": []any{list, object{"type": "array", "minItems": 1, "maxItems": 1, "prefixItems": []any{e.named()}}}}
	}
	return object{"type": "object", "required": []string{"data"}, "properties": object{"data": data}}
}

// named is the schema of the arguments by name.
func (e endpoint) named() object {
	properties, required := object{}, []string{}
	for _, in := range e.Inputs {
		properties[in.Name] = in.Schema
		if !in.Optional {
			required = append(required, in.Name)
		}
	}
	return object{"type": "object", "properties": properties, "required": required}
}

// mcpSchema describes the agents in the form that the contract calls an MCP schema.
func mcpSchema() object {
	agents, monitoring := []object{}, []object{}
	for _, e := range contract() {
		one := object{"name": e.Name, "description": e.About, "endpoint": e.Path, "input_schema": e.named(), "output_schema": e.Output}
		if e.Tag == "Monitoring" {
			monitoring = append(monitoring, one)
			continue
		}
		one["capabilities"] = e.Capabilities
		agents = append(agents, one)
	}
	variables := object{TokenVariable: object{"description": "what clients must send", "secret": true}}
	for _, s := range Settings() {
		variables[s.Name] = object{"description": s.About, "secret": s.Secret}
	}
	return object{
		"protocol":     object{"name": "mcp-hub", "version": "1.0.0"},
		"capabilities": object{"agents": agents, "monitoring": monitoring},
		"features": object{"retry_logic": true, "caching": []string{"file", "redis"}, "monitoring": []string{"prometheus", "health"},
			"security": []string{"sandbox", "token", "rate_limit", "circuit_breaker"}},
		"configuration": object{"environment_variables": variables},
	}
}
