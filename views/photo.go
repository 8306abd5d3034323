package views

import (
	"context"
	"strconv"

	"ashar/internal/civic"
)

func photoPath(session, id string) string { return SessionPath(session, "photos") + "/" + id }

// PhotoPagePath is where a photo is seen with its words.
func PhotoPagePath(session, id string) string { return photoPath(session, id) + "/caption" }

// PhotosData is the photos of a checklist item or of a card, and the form that adds some.
type PhotosData struct {
	Frame         *SessionFrame
	ID            string // of the form: drafts are kept by it
	Path          string // where they are added
	Item          string // key of the checklist's item that is seen
	Back          string // the page they stand on
	There, Former civic.Photos
	Full          bool
	Form          *Form
}

// CheckPhotos are those of an item on its own page.
func CheckPhotos(d *CheckData, photos civic.Photos, form *Form) *PhotosData {
	path := checkItemPath(d.Frame.Head.ID, d.Check.Number)
	out := &PhotosData{Frame: d.Frame, ID: d.Frame.Head.ID + "-" + strconv.Itoa(d.Check.Number), Path: path + "/photos", Item: d.Check.Key, Back: path, Form: form}
	out.There, out.Former = photos.Split()
	out.Full = len(out.There) >= civic.PhotosMax
	return out
}

// Photos are those of a card, with its parts'.
func (d *CardData) Photos() *PhotosData {
	out := &PhotosData{Frame: d.Frame, ID: d.Priority.ID, Path: d.path() + "/photos", Back: d.path() + "/card", Form: d.PhotoForm}
	out.There, out.Former = d.Priority.Photos.Split()
	out.Full = len(out.There.OfPriority(d.Priority.ID)) >= civic.PhotosMax
	return out
}

// PhotoData is what a photo's own pages show.
type PhotoData struct {
	Frame   *SessionFrame
	Photo   civic.Photo
	List    civic.Priorities
	Edits   []civic.Edit
	Form    *Form // of the caption
	Place   *Form // on a card
	Removal *Form
}

func (d *PhotoData) path() string { return photoPath(d.Frame.Head.ID, d.Photo.ID) }

// card is where the photo is shown: its card, or the one that became of it.
func (d *PhotoData) card() *civic.Priority {
	if d.Photo.Priority == "" {
		return nil
	}
	for _, list := range [...][]civic.Priority{d.List.Active, d.List.Withdrawn} {
		for i := range list {
			if len(list[i].Photos.OfID(d.Photo.ID)) > 0 {
				return &list[i]
			}
		}
	}
	return nil
}

// Back is the page of what the photo belongs to.
func (d *PhotoData) Back() string {
	if d.Photo.Check > 0 {
		return checkItemPath(d.Frame.Head.ID, d.Photo.Check) + "#photos"
	}
	if card := d.card(); card != nil {
		return PriorityPath(d.Frame.Head.ID, card.ID) + "/card#photos"
	}
	return SessionPath(d.Frame.Head.ID, "priorities")
}

func (d *PhotoData) backText(ctx context.Context) string {
	if d.Photo.Check > 0 {
		return t(ctx, "check.number", "number", strconv.Itoa(d.Photo.Check))
	}
	if card := d.card(); card != nil {
		short, _ := clip(card.Title, 80)
		return short
	}
	return t(ctx, "priority.back")
}

// cardOptions are the cards a photo can be put on.
func (d *PhotoData) cardOptions(ctx context.Context) []Option {
	options := []Option{{"", t(ctx, "common.choose_prompt")}}
	for _, p := range d.List.Active {
		short, _ := clip(p.Title, 80)
		options = append(options, Option{p.ID, strconv.Itoa(p.Number) + ". " + short})
	}
	return options
}

// photoAlt is a photo in words: its own, else when it was taken.
func photoAlt(ctx context.Context, p civic.Photo) string {
	if p.Caption != "" {
		return p.Caption
	}
	return t(ctx, "photo.taken", "time", lang(ctx).DayMonth(p.At)+", "+lang(ctx).Clock(p.At))
}
