package civic

import (
	_ "embed"
	"encoding/json"
	"slices"
	"strings"
	"sync"
)

// Sector is a direction (багыты) a problem belongs to. Icon names a picture of the sprite.
type Sector struct {
	ID      string `json:"id"`
	Name    Text   `json:"name"`
	Icon    string `json:"icon"`
	Place   int    `json:"place"`
	Retired bool   `json:"retired,omitempty"`
	Words   string `json:"words,omitempty"` // by which a statement is recognised
	Owner   string `json:"-"`               // municipality that has its own row, "" the installation or the default
	Version int64  `json:"-"`
}

// SectorIcons are the pictures a sector may have.
var SectorIcons = []string{"water", "road", "kinder", "school", "clinic", "light", "ditch", "pasture", "waste", "culture", "bridge",
	"people", "money", "alert", "phone", "place", "cards"}

//go:embed defaults/sectors.json
var sectorsJSON []byte

var defaultSectors = sync.OnceValue(func() []Sector {
	var list []Sector
	if err := json.Unmarshal(sectorsJSON, &list); err != nil {
		panic("defaults/sectors.json: " + err.Error())
	}
	return list
})

// DefaultSectors is the list that ships with Ashar.
func DefaultSectors() []Sector { return slices.Clone(defaultSectors()) }

// Sectors lays the installation's rows over the default and a municipality's
// over both; by place. Retired ones stay, so that old cards keep their names.
func Sectors(rows []Sector) []Sector {
	list := DefaultSectors()
	for _, own := range []bool{false, true} {
		for _, r := range rows {
			if (r.Owner != "") != own {
				continue
			}
			if i := slices.IndexFunc(list, func(s Sector) bool { return s.ID == r.ID }); i >= 0 {
				r.Words = list[i].Words
				list[i] = r
			} else {
				list = append(list, r)
			}
		}
	}
	slices.SortStableFunc(list, func(a, b Sector) int { return a.Place - b.Place })
	return list
}

// SectorsInUse are those offered for choosing.
func SectorsInUse(list []Sector) []Sector {
	return slices.DeleteFunc(slices.Clone(list), func(s Sector) bool { return s.Retired })
}

// sectorWords are the words a sector is recognised by, in the order of a list.
func sectorWords(list []Sector) [][]word {
	words := make([][]word, len(list))
	for i, s := range list {
		words[i] = meaningful(s.Name.KY + " " + s.Name.RU + " " + s.Name.EN + " " + s.Words)
	}
	return words
}

var defaultSectorWords = sync.OnceValue(func() [][]word { return sectorWords(defaultSectors()) })

// GuessSector is the id of the sector a text is about by its words, "" when
// none or two alike fit: a first guess that people correct.
func GuessSector(text string, list []Sector) string {
	list = SectorsInUse(list)
	return guess(meaningful(text), list, sectorWords(list))
}

func guess(words []word, list []Sector, known [][]word) string {
	best, id := 0.0, ""
	for i, s := range list {
		switch fit := hits(words, known[i]); {
		case fit > best:
			best, id = fit, s.ID
		case fit == best:
			id = ""
		}
	}
	return id
}

// SaveSector adds a sector to a municipality's list or the installation's, or
// changes or retires one. Base is the version read, 0 when this list had none of its own.
type SaveSector struct {
	ID           string `json:"id"`
	Municipality string `json:"municipality,omitempty"`
	Name         Text   `json:"name"`
	Icon         string `json:"icon"`
	Place        int    `json:"place"`
	Retired      bool   `json:"retired,omitempty"`
	Base         int64  `json:"base"`
}

func (SaveSector) Kind() string      { return "sector.save" }
func (s SaveSector) Subject() string { return s.Municipality + "/sector/" + s.ID }

// Validate wants a Kyrgyz name and a known picture.
func (s SaveSector) Validate() error {
	var es Errors
	if s.ID == "" || tooLong(s.ID, issueMax) {
		es = append(es, Bad("", "error.id"))
	}
	if strings.TrimSpace(s.Name.KY) == "" {
		es = append(es, Bad("name_ky", "error.text_ky"))
	}
	for field, name := range map[string]string{"name_ky": s.Name.KY, "name_ru": s.Name.RU, "name_en": s.Name.EN} {
		if tooLong(name, 80) {
			es = append(es, Bad(field, "error.text_long", "n", 80))
		}
	}
	if !slices.Contains(SectorIcons, s.Icon) {
		es = append(es, Bad("icon", "error.choice"))
	}
	if s.Place < 0 || s.Place > 1000 {
		es = append(es, Bad("place", "error.choice"))
	}
	return es.Or()
}
