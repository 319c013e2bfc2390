"""What is applied for, as plain frozen data, and its canonical JSON. Knows no database and no Qt."""
