package paper

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"strings"
	"testing"

	"ashar/internal/civic"
	"ashar/internal/i18n"
)

// shot is a small photo of a shade.
func shot(w, h int, shade uint8) []byte {
	img := image.NewGray(image.Rect(0, 0, w, h))
	for i := range img.Pix {
		img.Pix[i] = shade + uint8(i%w*60/w)
	}
	img.Set(1, 1, color.White)
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		panic(err)
	}
	return b.Bytes()
}

// withPhotos is the protocol with an annex: upright and wide photos, one shown twice, one removed since, one damaged.
func withPhotos() civic.Minutes {
	m := aidarbek()
	bridge := civic.MinutesPhoto{ID: "1", Hash: "a1", Caption: "Көпүрөнүн азыркы абалы: тосмосу кулап, тактайлары чирип кеткен", Image: shot(640, 480, 60)}
	m.Problems[0].Photos = []civic.MinutesPhoto{bridge, {ID: "2", Hash: "b2", Image: shot(480, 640, 90)}, {ID: "3", Hash: "c3", Caption: "Кудук", Image: shot(640, 100, 120)}}
	m.Problems[2].Photos = []civic.MinutesPhoto{bridge, {ID: "4", Hash: "d4", Caption: "Жолдун чети", Gone: true}, {ID: "5", Hash: "e5", Caption: "Бузук", Image: []byte("\xFF\xD8 бузук")}}
	return m
}

func TestPhotosAreAnAnnexAfterTheSignatures(t *testing.T) {
	b := printed(t, i18n.KY, minutesOf(withPhotos()))
	if n := bytes.Count(b, []byte("/DCTDecode")); n != 3 {
		t.Errorf("%d pictures in the file, want three: one is shown twice, one is gone, one damaged", n)
	}
	text := strings.Join(plainText(readPages(t, b)), "\n")
	annex := strings.Index(text, "Тиркеме: көйгөйлөрдүн сүрөттөрү")
	if annex < strings.Index(text, "Катчы") || annex < 0 {
		t.Fatal("the annex does not follow the signatures")
	}
	for _, want := range []string{"тактайлары чирип кеткен", "Кудук", "Жолдун чети. Сүрөт кийин өчүрүлгөн", "Бузук. Сүрөт кийин өчүрүлгөн"} {
		if !strings.Contains(strings.Join(strings.Fields(text[annex:]), " "), want) {
			t.Errorf("the annex does not say %q", want)
		}
	}
	if strings.Contains(strings.Join(plainText(readPages(t, printed(t, i18n.KY, minutesOf(aidarbek())))), "\n"), "Тиркеме:") {
		t.Error("minutes without photos have an annex")
	}
}
