package playground

import (
	"bytes"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strconv"
)

// filesGetUploadURLExternal is files.getUploadURLExternal: the app announces a file and
// gets the address to send it to.
// See https://docs.slack.dev/reference/methods/files.getUploadURLExternal.
func (s *Server) filesGetUploadURLExternal(a args) (object, error) {
	if a["filename"] == "" {
		return nil, invalidArguments("missing required field: filename")
	}
	length, err := strconv.Atoi(a["length"])
	switch {
	case a["length"] == "":
		return nil, invalidArguments("missing required field: length")
	case err != nil || length <= 0:
		return nil, invalidArguments("must be greater than 0 [json-pointer:/length]")
	case length > maxFileSize:
		return nil, apiErr("file_upload_size_restricted")
	}
	u := s.workspace.addUpload(a["filename"], length)
	return object{"upload_url": s.options.PublicURL + "/upload/v1/" + s.options.TeamID + "/" + u.id + "/" + u.secret, "file_id": u.id}, nil
}

func invalidArguments(message string) error {
	return &apiError{code: "invalid_arguments", messages: []string{"[ERROR] " + message}}
}

// serveUpload takes the content of a file that was announced, as it is or in a form.
// The address is secret and needs no token.
func (s *Server) serveUpload(w http.ResponseWriter, r *http.Request) {
	s.serveCall(w, r, CallUpload, func(body []byte, err error) response {
		if err != nil {
			return response{status: http.StatusRequestEntityTooLarge, contentType: "text/plain; charset=utf-8", body: []byte("too large\n"), errorCode: "413"}
		}
		content, ok := uploadedContent(r.Header.Get("Content-Type"), body)
		if !ok {
			return response{status: http.StatusBadRequest, contentType: "text/plain; charset=utf-8", body: []byte("no file in the form\n"), errorCode: "400"}
		}
		return s.workspace.fill(r.PathValue("id"), r.PathValue("secret"), content)
	})
}

// uploadedContent returns the first file of a form, or a body that is no form.
func uploadedContent(contentType string, body []byte) ([]byte, bool) {
	kind, parameters, _ := mime.ParseMediaType(contentType)
	if kind != "multipart/form-data" {
		return body, true
	}
	form := multipart.NewReader(bytes.NewReader(body), parameters["boundary"])
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, false
		}
		if part.FileName() == "" {
			continue
		}
		content, err := io.ReadAll(part)
		return content, err == nil
	}
}
