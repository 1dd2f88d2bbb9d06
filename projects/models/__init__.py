from projects.models.programme import Programme
from projects.models.project import Participation, Project, ProjectLink, ProjectMember, ProjectNumber

__all__ = ["Participation", "Programme", "Project", "ProjectLink", "ProjectMember", "ProjectNumber"]
