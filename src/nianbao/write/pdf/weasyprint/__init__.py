"""The way to paper by WeasyPrint: the neutral HTML with templates/report.css, tags mended in memory."""
