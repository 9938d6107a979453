package text_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// keyUse is one place in the code that uses a key.
type keyUse struct {
	key  string
	at   token.Position
	args []string // names of the arguments passed, nil when they are not in a literal
}

// keyConstants returns the keys declared in the code by the names of their
// constants.
func keyConstants(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob("keys*.go")
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.ValueSpec); ok {
				value, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
				if err != nil {
					t.Fatal(err)
				}
				keys[spec.Names[0].Name] = value
			}
			return true
		})
	}
	if len(keys) == 0 {
		t.Fatal("found no keys")
	}
	return keys
}

// keyUses finds every use of a key in the bot's code without its tests.
func keyUses(t *testing.T, keys map[string]string) []keyUse {
	t.Helper()
	var found []keyUse
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") ||
			strings.HasPrefix(path, filepath.Join("..", "text", "keys")) {
			return err
		}
		files := token.NewFileSet()
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		local := file.Name.Name == "text"
		inCall := map[ast.Node]bool{}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if u, ok := readCall(n, keys, local); ok {
					u.at = files.Position(n.Pos())
					found = append(found, u)
					inCall[n.Args[0]] = true
				}
			case ast.Expr:
				if key, ok := keys[constantName(n, local)]; ok && !inCall[n] {
					found = append(found, keyUse{key: key, at: files.Position(n.Pos())})
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// readCall reads a call of Say or Count with a constant key.
func readCall(call *ast.CallExpr, keys map[string]string, local bool) (keyUse, bool) {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 || method.Sel.Name != "Say" && method.Sel.Name != "Count" {
		return keyUse{}, false
	}
	key, ok := keys[constantName(call.Args[0], local)]
	if !ok {
		return keyUse{}, false
	}
	u := keyUse{key: key, args: []string{}}
	if method.Sel.Name == "Count" {
		u.args = append(u.args, "Count")
	}
	for _, arg := range call.Args[1:] {
		if literal, ok := arg.(*ast.CompositeLit); ok {
			for _, element := range literal.Elts {
				name, err := strconv.Unquote(element.(*ast.KeyValueExpr).Key.(*ast.BasicLit).Value)
				if err != nil {
					return keyUse{}, false
				}
				u.args = append(u.args, name)
			}
		} else if method.Sel.Name == "Say" {
			u.args = nil
		}
	}
	slices.Sort(u.args)
	return u, true
}

// constantName returns the name of a possible constant of package text, "" for
// other expressions. local says that the code is in package text itself.
func constantName(e ast.Expr, local bool) string {
	switch e := e.(type) {
	case *ast.Ident:
		if local {
			return e.Name
		}
	case *ast.SelectorExpr:
		if x, ok := e.X.(*ast.Ident); ok && x.Name == "text" {
			return e.Sel.Name
		}
	}
	return ""
}
