package handlers

import (
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// policy is strict: no inline script or style, nothing from elsewhere.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; " +
	"connect-src 'self'; manifest-src 'self'; worker-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

// secure sets the headers of every answer and refuses foreign hosts and cross-site writes.
func (a *App) secure(next http.Handler) http.Handler {
	cross := http.NewCrossOriginProtection()
	guarded := cross.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("X-Content-Type-Options", "nosniff")
		if onlyPart(r) {
			h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
		} else {
			h.Set("Content-Security-Policy", policy)
			h.Set("X-Frame-Options", "DENY")
			if framed(r.URL.Path) {
				h.Set("X-Frame-Options", "SAMEORIGIN")
				h.Set("Content-Security-Policy", strings.Replace(policy, "frame-ancestors 'none'", "frame-ancestors 'self'", 1)+"; frame-src 'self'")
			}
			h.Set("Referrer-Policy", "same-origin")
			if hidesAddress(r) {
				h.Set("Referrer-Policy", "origin") // "no-referrer" would take the Origin from the form too, and with it the guard against other sites
			}
			if trustworthy(r) { // elsewhere a browser ignores it, and complains
				h.Set("Cross-Origin-Opener-Policy", "same-origin")
			}
			h.Set("Permissions-Policy", "camera=(self), microphone=(self), geolocation=(self), interest-cohort=()")
		}
		if r.TLS != nil && a.hall == nil { // a hall has plain http beside on the same name: it would lock the phones out
			h.Set("Strict-Transport-Security", "max-age=31536000")
		}
		if !a.allowedHost(r.Host) {
			http.Error(w, "unknown host", http.StatusMisdirectedRequest)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// onlyPart reports whether the answer is never a document of its own: a file that
// a page is made of, or a fragment that htmx asked for. What governs documents
// would be half a kilobyte on each of them.
func onlyPart(r *http.Request) bool {
	return strings.HasPrefix(r.URL.Path, "/static/") || r.Header.Get("HX-Request-Type") == "partial"
}

// trustworthy reports whether a browser gives this page all it has (a worker,
// the camera): over https, or on the machine itself.
func trustworthy(r *http.Request) bool {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	ip, err := netip.ParseAddr(strings.Trim(host, "[]"))
	return r.TLS != nil || host == "localhost" || err == nil && ip.IsLoopback()
}

// allowedHost accepts the configured names, loopback, private addresses and
// names of a local network (hall.local, hall.lan, or without a dot): a hall's
// laptop is reached by those, and by whatever addresses its network gave it. Anything else could be DNS rebinding.
func (a *App) allowedHost(hostport string) bool {
	host := hostport
	if h, _, err := net.SplitHostPort(hostport); err == nil {
		host = h
	}
	host = strings.ToLower(strings.Trim(host, "[]"))
	for _, h := range a.hosts {
		if host == strings.ToLower(h) {
			return true
		}
	}
	if ip := net.ParseIP(host); ip != nil {
		return a.hall.has(host) || ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	return host != "" && (!strings.Contains(host, ".") || strings.HasSuffix(host, ".local") || strings.HasSuffix(host, ".lan") || strings.HasSuffix(host, ".localhost"))
}

// framed reports whether a page shows, or is, a questionnaire in the frame of a phone: only that, and only in pages of ours.
func framed(path string) bool {
	return strings.HasPrefix(path, "/surveys/") && strings.HasSuffix(path, "/preview")
}
