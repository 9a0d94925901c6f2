"""The results of many units together."""
