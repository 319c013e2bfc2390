"""The documents of an application: one outline, written as print PDF, editable DOCX and XLSX lists."""
