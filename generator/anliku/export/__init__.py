"""Files made of the library: DOCX, XLSX, PDF and a report as one HTML page. Same input, same bytes."""
