"""The curated records of craft villages (``data/villages``) as reference data of the programme on them: ``scripts/villages``."""
