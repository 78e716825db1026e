// Package audit keeps the log of what agents did: records in a chain of hashes, appended under a lock that processes share,
// and the proof that a log is whole. It is handed records, and knows neither calls nor tools nor Hex.
package audit
