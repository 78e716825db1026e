// Package schema stands between the JSON of arguments and results and the structs of the tools: their schemas, the reading of
// arguments with complaints in sentences, and the ids that arguments hold. It knows no tool and no protocol.
package schema
