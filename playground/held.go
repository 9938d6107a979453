package playground

// keep remembers what somebody put into an element.
func (w *workspace) keep(at place, blockID, actionID string, held object) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if at.message == nil {
		if m := w.modal(at.viewID, ""); m != nil {
			m.touched.set(blockID, actionID, held)
			m.forgive(blockID)
		}
	} else if e := w.entry(at.message.ChannelID, at.message.TS); e != nil {
		if e.touched == nil {
			e.touched = map[string]values{}
		}
		if e.touched[at.userID] == nil {
			e.touched[at.userID] = values{}
		}
		e.touched[at.userID].set(blockID, actionID, held)
	}
	w.touch()
}

// held returns what the elements of a place hold for the person who uses it.
func (w *workspace) held(at place) values {
	w.mu.Lock()
	defer w.mu.Unlock()
	if at.message == nil {
		if m := w.modal(at.viewID, ""); m != nil {
			return state(m.blocks(), m.touched).copied()
		}
	} else if e := w.entry(at.message.ChannelID, at.message.TS); e != nil {
		return state(at.blocks, e.touched[at.userID]).copied()
	}
	return values{}
}

// Values returns what the elements of a message hold for a person, by block_id and
// action_id, the way state.values shows it.
func (s *Server) Values(userID, messageTS string) map[string]map[string]map[string]any {
	at, err := s.place(Element{UserID: userID, MessageTS: messageTS})
	if err != nil {
		return nil
	}
	return s.space.held(at)
}

// note says on a message or view what became of the last request about it.
func (s *Server) note(at place, err error) {
	if at.message == nil {
		s.space.mu.Lock()
		defer s.space.mu.Unlock()
		if m := s.space.modal(at.viewID, ""); m != nil && m.trouble != trouble(err) {
			m.trouble = trouble(err)
			s.space.touch()
		}
		return
	}
	s.space.change(at.message.ChannelID, at.message.TS, func(m *Message) bool {
		changed := m.Trouble != trouble(err)
		m.Trouble = trouble(err)
		return changed
	})
}
