"""The folder that stands on PYTHONPATH while a watched program starts: it holds nothing but ``sitecustomize``."""
