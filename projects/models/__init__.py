from projects.models.call import Call
from projects.models.number import ProjectNumber
from projects.models.participation import Participation
from projects.models.programme import Programme
from projects.models.project import Project, ProjectLink, ProjectMember

__all__ = ["Call", "Participation", "Programme", "Project", "ProjectLink", "ProjectMember", "ProjectNumber"]
