package civic

import "unicode/utf8"

// WiFi is how to get into the network of a hall. Without a password it is open.
type WiFi struct {
	Name     string `json:"name"`
	Password string `json:"password"`
	Hidden   bool   `json:"hidden"` // it does not announce its name
}

// Bounds of the standard (IEEE 802.11): a name in bytes, so sixteen Cyrillic
// letters fill it, and a password of printable ASCII characters.
const (
	wifiNameBytes   = 32
	wifiPasswordMin = 8
	wifiPasswordMax = 63
)

// SetWiFi says how to get into the Wi-Fi of a municipality's hall; no name takes it away.
type SetWiFi struct {
	Municipality string `json:"municipality"`
	WiFi
}

func (SetWiFi) Kind() string      { return "hall.wifi" }
func (s SetWiFi) Subject() string { return s.Municipality }

// Journaled leaves the password out.
func (s SetWiFi) Journaled() any {
	s.Password = ""
	return s
}

func (s SetWiFi) Validate() error {
	var es Errors
	if len(s.Name) > wifiNameBytes || !utf8.ValidString(s.Name) {
		es = append(es, Bad("name", "error.hall_wifi_name"))
	}
	if s.Name == "" && s.Password != "" {
		es = append(es, Bad("name", "error.hall_wifi_no_name"))
	}
	if n := len(s.Password); n > 0 && (n < wifiPasswordMin || n > wifiPasswordMax || !printable(s.Password)) {
		es = append(es, Bad("password", "error.hall_wifi_password", "min", wifiPasswordMin, "max", wifiPasswordMax))
	}
	return es.Or()
}

func printable(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}
