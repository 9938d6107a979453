package page

import (
	"crypto/sha256"
	"embed"
	"encoding/hex"
	"io/fs"
)

//go:embed assets
var embedded embed.FS

// Assets returns the page's own files: styles, scripts, and htmx with its stream
// extension, unmodified.
func Assets() fs.FS {
	files, err := fs.Sub(embedded, "assets")
	if err != nil {
		return embedded
	}
	return files
}

// AssetsVersion returns a short fingerprint of all assets, so that browsers may
// keep them until they change.
func AssetsVersion() string {
	sum := sha256.New()
	_ = fs.WalkDir(embedded, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := embedded.ReadFile(path)
		sum.Write([]byte(path))
		sum.Write(raw)
		return err
	})
	return hex.EncodeToString(sum.Sum(nil))[:12]
}
