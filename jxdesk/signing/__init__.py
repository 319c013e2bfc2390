"""The office's key, signatures (CMS), and whom the reviewer trusts."""
