package demo

import (
	_ "embed"
	"sync"

	"github.com/pelletier/go-toml/v2"

	"ashar/internal/civic"
)

//go:embed phrases.toml
var phrasesTOML []byte

var phrases = sync.OnceValue(func() map[string]text {
	all := map[string]text{}
	if err := toml.Unmarshal(phrasesTOML, &all); err != nil {
		panic("phrases.toml: " + err.Error())
	}
	return all
})

// phrase is a name of the demo in the three languages.
func phrase(key string) civic.Text {
	t, ok := phrases()[key]
	if !ok {
		panic("phrases.toml has no " + key)
	}
	return t.civic()
}

func audienceText(key string) civic.Text { return phrase(key) }
