"""Reports as files: report.toml, documents of any kind, last year's report, writing whole or not at all."""
