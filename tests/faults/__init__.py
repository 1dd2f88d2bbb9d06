"""Attacks and accidents, page by page: what every address, every form and every record has to bear (issue 3, "bad input").

The addresses are read from the URL configuration, so a new page is probed without being named here.
"""
