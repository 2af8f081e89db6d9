"""The window: one visible panel a file. It builds commands, sends them over the bridge, and shows what comes back."""
