"""Cases from a sheet: the workbook that an office fills in, and what comes of it when it is read back."""
