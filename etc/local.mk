# etc/: configuration, unit file, language packs, gazetteer.
