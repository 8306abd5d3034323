package handlers

import (
	"errors"
	"slices"
	"strings"

	"ashar/internal/civic"
	"ashar/views"
)

// QuestionPictures are the pictures of a question and of its choices, for who reads with difficulty.
func (a *App) QuestionPictures(c *Ctx) error {
	return a.showPictures(c, c.emptyForm(), nil)
}

func (a *App) showPictures(c *Ctx, form *views.Form, refused error) error {
	d, err := a.draft(c, "questionnaire.pictures")
	if err != nil {
		return err
	}
	q, err := d.placedAt(c.QueryParam("q"))
	if err != nil {
		return err
	}
	data := &views.PicturesData{QuestionnaireData: *d.list(form), Question: q, Slots: d.form.PictureSlots(q.Question)}
	if data.Files, err = a.store.QuestionnaireFiles(c.Request().Context(), d.frame.ID, d.version.Number); err != nil {
		return err
	}
	p := d.below(c, "questionnaire.pictures")
	if refused != nil {
		return c.refuse(refused, p, form, views.PicturesContent(data))
	}
	return c.show(p, views.PicturesContent(data))
}

// SaveQuestionPictures takes the pictures that were chosen, and lets go of those that were crossed out.
func (a *App) SaveQuestionPictures(c *Ctx) error {
	if err := c.Request().ParseMultipartForm(photoBytes); err != nil {
		return civic.E(civic.TooLarge, "error.too_large").Because(err)
	}
	form, err := c.form()
	if err != nil {
		return err
	}
	d, err := a.draft(c, "questionnaire.pictures")
	if err != nil {
		return err
	}
	q, err := d.placedAt(c.QueryParam("q"))
	if err != nil {
		return err
	}
	files, err := a.allFiles(c.Request().Context(), d.frame.ID, d.version.Number)
	if err != nil {
		return err
	}
	var problems civic.Errors
	for i, s := range d.form.PictureSlots(q.Question) {
		field := views.PictureField(i)
		if form.Value("drop-"+field) != "" {
			*s.Image = nil
		}
		kept, err := a.pictureIn(c, field, field, "error.photo_none")
		var wrong *civic.Error
		switch {
		case errors.As(err, &wrong) && wrong.Field == field:
			problems = append(problems, wrong)
		case err != nil:
			return err
		case kept != nil: // small enough for a phone, under a name of its own
			name := kept.Hash[:12] + ".jpg"
			files[name], *s.Image = kept.Small, d.form.InAll(name)
		}
	}
	shown := d.form.Pictures()
	for name := range files {
		if !strings.HasSuffix(name, ".csv") && !slices.Contains(shown, name) {
			delete(files, name)
		}
	}
	if err = problems.Or(); err == nil {
		err = a.save(c, d, form.Value("base"), files)
	}
	if err != nil {
		return a.showPictures(c, form, inForm(c, err, d.form))
	}
	return c.saved(views.QuestionnairePath(d.frame.ID, "") + "#" + views.QuestionID(q.Path))
}
