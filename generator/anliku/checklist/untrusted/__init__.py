"""Files of strangers, read with limits: texts, JSON and workbooks, and what is said of them."""
