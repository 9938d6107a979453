package meeting

// Entry is who may enter by how a meeting or an occurrence is set up, "" where the API
// does not say.
func (c *ConfigInfo) Entry() Entry { return entryOf(c.Restriction) }
