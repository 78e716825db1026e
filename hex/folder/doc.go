// Package folder keeps the sources of a project's cells as files, one a cell, beside an index, and brings both sides together again:
// what was edited in the files goes to Hex as one change, what was edited in Hex comes into the files, and what both edited is left
// for a person, with both texts on the disk. It knows the Hex client's cells and asks nothing of Hex; who calls it reads and writes.
//
// Files hold the exact bytes of sources. Nothing is ever written outside the folder, whatever a label or the index says, and no file
// is written over that holds an edit of somebody's.
package folder
