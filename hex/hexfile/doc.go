// Package hexfile reads and writes projects as files, *.hex.yaml of schema version 3, as Hex exports and imports them. It knows the
// form of the file and what Hex is known to refuse in it; it does not know Hex's API, nor where a file comes from.
//
// A file that was read keeps its text. What is changed in it is changed in place: every other byte, comments, order, unknown keys and
// unknown kinds of cells among them, stays as it came.
package hexfile
