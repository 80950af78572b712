"""The three-column map: what stands where, who decided so, and the gate from strength to safety."""
