package playground

import "context"

// background runs do beside what a person does, until the server is closed: nobody
// who posts a message waits for the app.
func (s *Server) background(do func(ctx context.Context)) {
	s.closing.Lock()
	defer s.closing.Unlock()
	select {
	case <-s.done:
		return
	default:
	}
	ctx, cancel := context.WithCancel(context.Background())
	s.running.Go(func() {
		defer cancel()
		do(ctx)
	})
	s.running.Go(func() {
		select {
		case <-s.done:
			cancel()
		case <-ctx.Done():
		}
	})
}

// close ends what runs in the background, and what waits for done.
func (s *Server) close() {
	s.closing.Lock()
	defer s.closing.Unlock()
	close(s.done)
}
