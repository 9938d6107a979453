package playground

import (
	"crypto/rand"
	"crypto/subtle"
	"fmt"
	"mime"
	"net/http"
	"path"
	"strconv"
	"strings"
	"time"
)

// Limits of files. Slack's own limit is 1 GB; the other is that of every body that is
// read here.
const (
	maxFileSize    = 1 << 30
	uploadLifetime = time.Hour
)

// File is a file that was shared in a message.
type File struct {
	ID      string `json:"id"`
	Name    string `json:"name"`
	Title   string `json:"title"`
	Content []byte `json:"content"`
}

// wireFile is a file in Slack's API and payloads.
type wireFile struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Title    string `json:"title"`
	MimeType string `json:"mimetype"`
	FileType string `json:"filetype"`
	User     string `json:"user"`
	Size     int    `json:"size"`
	Mode     string `json:"mode"`
}

func (f File) wire(userID string) wireFile {
	return wireFile{
		ID: f.ID, Name: f.Name, Title: f.Title, MimeType: f.contentType(), FileType: strings.TrimPrefix(path.Ext(f.Name), "."),
		User: userID, Size: len(f.Content), Mode: "hosted",
	}
}

func (f File) contentType() string {
	if strings.EqualFold(path.Ext(f.Name), ".csv") {
		return "text/csv"
	}
	return "application/octet-stream"
}

// upload is a file that the app has announced and not completed yet.
type upload struct {
	id, name, secret string
	length           int
	content          []byte // nil until it was sent
	expires          time.Time
}

// addUpload announces a file, and forgets those that were never completed.
func (w *workspace) addUpload(name string, length int) upload {
	w.mu.Lock()
	defer w.mu.Unlock()
	for id, u := range w.uploads {
		if w.now().After(u.expires) {
			delete(w.uploads, id)
		}
	}
	w.lastID++
	u := upload{id: fmt.Sprintf("F%09d", w.lastID), name: name, length: length, secret: rand.Text(), expires: w.now().Add(uploadLifetime)}
	w.uploads[u.id] = &u
	return u
}

// fill stores the content of a file that was announced.
func (w *workspace) fill(id, secret string, content []byte) response {
	w.mu.Lock()
	defer w.mu.Unlock()
	refused := func(status int, why string) response {
		return response{status: status, contentType: "text/plain; charset=utf-8", body: []byte(why + "\n"), errorCode: strconv.Itoa(status)}
	}
	u, ok := w.uploads[id]
	switch {
	case !ok, subtle.ConstantTimeCompare([]byte(secret), []byte(u.secret)) == 0, w.now().After(u.expires):
		return refused(http.StatusNotFound, "no such upload")
	case u.content != nil:
		return refused(http.StatusBadRequest, "already uploaded")
	case len(content) != u.length:
		return refused(http.StatusBadRequest, "the length is not the one that was announced")
	}
	u.content = content
	return response{status: http.StatusOK, contentType: "text/plain; charset=utf-8", body: fmt.Appendf(nil, "OK - %d", len(content))}
}

// takeUploads returns files whose content was sent, each once.
func (w *workspace) takeUploads(wanted []File) ([]File, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	files := make([]File, 0, len(wanted))
	for _, f := range wanted {
		u, ok := w.uploads[f.ID]
		if !ok || u.content == nil {
			return nil, apiErr("file_not_found")
		}
		f.Name, f.Content = u.name, u.content
		if f.Title == "" {
			f.Title = u.name
		}
		files = append(files, f)
	}
	for _, f := range files {
		delete(w.uploads, f.ID)
	}
	return files, nil
}

// sharedFile returns a file in a message that a person can see.
func (s *Server) sharedFile(userID, fileID string) (File, bool) {
	for _, c := range s.Channels(userID) {
		for _, m := range s.Messages(c.ID, userID) {
			for _, f := range m.Files {
				if f.ID == fileID {
					return f, true
				}
			}
		}
	}
	return File{}, false
}

// serveFile downloads a file, for a person who can see it.
func (s *Server) serveFile(w http.ResponseWriter, r *http.Request) {
	f, ok := s.sharedFile(r.PathValue("person"), r.PathValue("id"))
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", f.contentType())
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": f.Name}))
	w.Header().Set("Content-Length", strconv.Itoa(len(f.Content)))
	w.Header().Set("Cache-Control", "no-store")
	_, _ = w.Write(f.Content)
}
