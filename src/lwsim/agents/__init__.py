"""The actors: people as columns; practitioners, services, voluntary groups and communities as Mesa agents on rows."""
