"""Writing the distribution of a new plugin, which installs and passes its tests as it is."""
