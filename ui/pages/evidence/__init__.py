"""The page of the attached files: taken in, looked at, linked to what they prove, and gone for good."""
