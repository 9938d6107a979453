package playground

import (
	"net/http"
	"net/netip"
	"net/url"
)

// contentSecurityPolicy is the page's Content-Security-Policy: nothing but its own files, and
// pictures from anywhere safe, since messages may have them.
const contentSecurityPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; " +
	"img-src 'self' https: data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// protect refuses what a page of somebody else in the same browser might send: a
// foreign Host (a name that was rebound to this address) and cross-origin posts.
func (s *Server) protect(next http.Handler) http.Handler {
	protected := http.NewCrossOriginProtection().Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !s.options.AnyHost && !sameHost(s.public, r.Host) {
			http.Error(w, "this address is not mine", http.StatusMisdirectedRequest)
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

// sameHost tells whether a Host header names this server: by its public address,
// or by another spelling of loopback with the same port.
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
