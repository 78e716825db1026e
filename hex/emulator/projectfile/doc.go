// Package projectfile turns projects of the embedded workspace into files as Hex exports them, and such files into projects. It knows
// what the store keeps and the form of the file; it does not know where files come from, nor who may have projects.
//
// What a project has and a file cannot say is left out, what a file has and a project does not keep stays in the file's text: a project
// that came from a file is written as that text, changed in the places where the project is another one.
package projectfile
