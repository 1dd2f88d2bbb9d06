"""x"""
def xml():
    return ""
