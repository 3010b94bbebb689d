"""How the sample portfolio's documents are made: text sources in, PDF and .docx out."""
