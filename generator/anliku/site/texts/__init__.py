"""HTML from the texts of people, made safe; under frames and pages alike."""
