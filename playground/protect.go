package playground

import (
	"net/http"
	"net/netip"
	"net/url"
)

// contentSecurityPolicy allows the page's own files, and images from any HTTPS URL,
// since messages may contain them.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
	"img-src 'self' https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// protect refuses what a page of another site in the same browser can send: requests
// with a foreign Host header (DNS rebinding) and cross-origin posts. It sets
// security headers.
func (s *Server) protect(next http.Handler) http.Handler {
	protected := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.options.AnyHost && !sameHost(s.public, r.Host) {
			http.Error(w, "unknown Host", http.StatusMisdirectedRequest)
			return
		}
		h := w.Header()
		h.Set("Content-Security-Policy", contentSecurityPolicy)
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Referrer-Policy", "no-referrer")
		h.Set("X-Content-Type-Options", "nosniff")
		protected.ServeHTTP(w, r)
	})
}

// sameHost tells whether a Host header is this server's: its public address, or
// another name of loopback with the same port.
func sameHost(public *url.URL, host string) bool {
	if host == public.Host {
		return true
	}
	given := &url.URL{Host: host}
	return given.Port() == public.Port() && isLoopback(given.Hostname()) && isLoopback(public.Hostname())
}

func isLoopback(name string) bool {
	if name == "localhost" {
		return true
	}
	ip, err := netip.ParseAddr(name)
	return err == nil && ip.IsLoopback()
}
