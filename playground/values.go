package playground

// setValue stores the value that a person put into an element.
func (w *workspace) setValue(on surface, blockID, actionID string, value object) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if on.message == nil {
		if m := w.findView(on.viewID, ""); m != nil {
			m.values.set(blockID, actionID, value)
			m.clearError(blockID)
		}
	} else if e := w.messageEntry(on.message.ChannelID, on.message.TS); e != nil {
		if e.values == nil {
			e.values = map[string]values{}
		}
		if e.values[on.userID] == nil {
			e.values[on.userID] = values{}
		}
		e.values[on.userID].set(blockID, actionID, value)
	}
	w.notifyWatchers()
}

// stateOf returns the values of all elements of a message or view, for the person
// who uses it.
func (w *workspace) stateOf(on surface) values {
	w.mu.Lock()
	defer w.mu.Unlock()
	if on.message == nil {
		if m := w.findView(on.viewID, ""); m != nil {
			return stateValues(m.blocks(), m.values).clone()
		}
	} else if e := w.messageEntry(on.message.ChannelID, on.message.TS); e != nil {
		return stateValues(on.blocks, e.values[on.userID]).clone()
	}
	return values{}
}

// Values returns the values of a message's elements for a person, by block_id and
// action_id, in the format of state.values.
func (s *Server) Values(userID, messageTS string) map[string]map[string]map[string]any {
	on, err := s.findSurface(Element{UserID: userID, MessageTS: messageTS})
	if err != nil {
		return nil
	}
	return s.workspace.stateOf(on)
}

// setProblem stores on a message or view why the last request about it failed, or
// that it did not.
func (s *Server) setProblem(on surface, err error) {
	if on.message == nil {
		s.workspace.mu.Lock()
		defer s.workspace.mu.Unlock()
		if m := s.workspace.findView(on.viewID, ""); m != nil && m.problem != problemText(err) {
			m.problem = problemText(err)
			s.workspace.notifyWatchers()
		}
		return
	}
	s.workspace.updateMessage(on.message.ChannelID, on.message.TS, func(m *Message) bool {
		changed := m.Problem != problemText(err)
		m.Problem = problemText(err)
		return changed
	})
}
