package handlers

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"slices"
	"strings"

	"ashar/internal/civic"
	"ashar/internal/survey"
)

type surveyFileStore interface {
	AddSurveyImport(ctx context.Context, i civic.SurveyImport) error
	SurveyImport(ctx context.Context, id, user, scope string) (civic.SurveyImport, error)
}

// Bounds on what comes with a questionnaire.
const (
	surveyFiles     = 100
	surveyFileBytes = 10 << 20 // of all of them together, unpacked
)

// surveyUpload is a questionnaire with what it names, as files chosen together or in a zip.
// What it cannot be is said at the field.
func (c *Ctx) surveyUpload() (name string, file []byte, files map[string][]byte, err error) {
	form, err := c.MultipartForm()
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &tooBig):
		return "", nil, nil, civic.Bad("file", "error.import_too_large")
	case err != nil || len(form.File["file"]) == 0:
		return "", nil, nil, civic.Bad("file", "error.import_file").Because(err)
	}
	u := surveyFilesRead{files: map[string][]byte{}}
	for _, head := range form.File["file"] {
		data, err := readPart(head)
		if err != nil {
			return "", nil, nil, err
		}
		if strings.EqualFold(path.Ext(head.Filename), ".zip") {
			err = u.unpack(data)
		} else {
			err = u.add(head.Filename, data)
		}
		if err != nil {
			return "", nil, nil, err
		}
	}
	if u.file == nil {
		return "", nil, nil, civic.Bad("file", "questionnaire.file_none")
	}
	return u.name, u.file, u.files, nil
}

func readPart(head *multipart.FileHeader) ([]byte, error) {
	f, err := head.Open()
	if err != nil {
		return nil, err
	}
	data, err := io.ReadAll(f)
	return data, errors.Join(err, f.Close())
}

// surveyFilesRead gathers one workbook and the files beside it.
type surveyFilesRead struct {
	name  string
	file  []byte
	files map[string][]byte
	bytes int
}

func (u *surveyFilesRead) unpack(data []byte) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return civic.Bad("file", "error.import_binary").Because(err)
	}
	for _, part := range z.File {
		if part.FileInfo().IsDir() || strings.HasPrefix(path.Base(part.Name), ".") || strings.Contains(part.Name, "__MACOSX") {
			continue
		}
		r, err := part.Open()
		if err != nil {
			return civic.Bad("file", "error.import_binary").Because(err)
		}
		data, err := io.ReadAll(io.LimitReader(r, surveyFileBytes+1))
		if err = errors.Join(err, r.Close()); err != nil {
			return civic.Bad("file", "error.import_binary").Because(err)
		}
		if err := u.add(part.Name, data); err != nil {
			return err
		}
	}
	return nil
}

// pictureKinds are what pictures of a questionnaire may be, told by their bytes: nothing that holds a script.
var pictureKinds = []string{"image/png", "image/jpeg", "image/gif", "image/webp"}

func (u *surveyFilesRead) add(name string, data []byte) error {
	name = plainFileName(name)
	if u.bytes += len(data); u.bytes > surveyFileBytes || len(u.files) >= surveyFiles {
		return civic.Bad("file", "error.import_too_large")
	}
	switch ext := strings.ToLower(path.Ext(name)); {
	case ext == ".xlsx" && u.file != nil:
		return civic.Bad("file", "questionnaire.file_two")
	case ext == ".xlsx":
		u.name, u.file = name, data
		return nil
	case ext == ".csv":
		if _, ok := decode(data); !ok {
			return civic.Bad("file", "questionnaire.file_kind", "name", name)
		}
		text, _ := decode(data)
		data = []byte(text)
	case !slices.Contains(pictureKinds, http.DetectContentType(data)):
		return civic.Bad("file", "questionnaire.file_kind", "name", name)
	}
	u.files[name] = data
	return nil
}

// plainFileName is a file's name without its folders and without what no name needs.
func plainFileName(name string) string {
	name = path.Base(strings.ReplaceAll(civic.Said(name), `\`, "/"))
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`/\:*?"<>|`, r) {
			return -1
		}
		return r
	}, name)
	if rs := []rune(name); len(rs) > 100 {
		name = string(rs[len(rs)-100:])
	}
	return strings.TrimLeft(name, ".")
}

// keepSurveyFile reads what was sent and keeps it until it is confirmed. What is wrong with the questionnaire
// itself comes as survey.Problems; it is kept, and has an id, where it may be taken in part.
func (a *App) keepSurveyFile(c *Ctx, scope string, had map[string][]byte) (civic.SurveyImport, error) {
	i := civic.SurveyImport{User: c.User.ID, Scope: scope, Until: a.timeNow().Add(importLife)}
	var err error
	if i.Name, i.File, i.Files, err = c.surveyUpload(); err != nil {
		return i, err
	}
	for name, data := range had {
		if i.Files[name] == nil {
			i.Files[name] = data
		}
	}
	_, left, err := survey.Rest(i.File, filesIn(i.Files))
	if err != nil {
		return i, err
	}
	i.ID = a.ids.New()
	if err := a.store.AddSurveyImport(c.Request().Context(), i); err != nil || left == nil {
		return i, err
	}
	return i, left
}

var errNoFile = errors.New("no such file")

// filesIn gives files by their names.
func filesIn(files map[string][]byte) survey.Files {
	return func(name string) ([]byte, error) {
		if data, ok := files[name]; ok {
			return data, nil
		}
		return nil, errNoFile
	}
}

// isIn reports whether a file is among those that came.
func isIn(files map[string][]byte) func(string) bool {
	return func(name string) bool { return files[name] != nil }
}

// allFiles are the files of a version.
func (a *App) allFiles(ctx context.Context, surveyID string, number int) (map[string][]byte, error) {
	names, err := a.store.QuestionnaireFiles(ctx, surveyID, number)
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[name], err = a.store.QuestionnaireFile(ctx, surveyID, number, name); err != nil {
			return nil, err
		}
	}
	return files, nil
}
