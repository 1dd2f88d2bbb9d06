from intlcoop.office.models.desk import Desk
from intlcoop.office.models.evidence import PolicyEvidence
from intlcoop.office.models.import_batch import ImportBatch, ImportedRow
from intlcoop.office.models.page import Page, PageLink
from intlcoop.office.models.policy import Policy, PolicyObjective
from intlcoop.office.models.ranking import Ranking
from intlcoop.office.models.recovery_code import RecoveryCode
from intlcoop.office.models.reminder import Reminder
from intlcoop.office.models.sample import SampleLoad, SampleRow
from intlcoop.office.models.staff import OfficeTask, StaffMember

__all__ = [
    "Desk",
    "ImportBatch",
    "ImportedRow",
    "OfficeTask",
    "Page",
    "PageLink",
    "Policy",
    "PolicyEvidence",
    "PolicyObjective",
    "Ranking",
    "RecoveryCode",
    "Reminder",
    "SampleLoad",
    "SampleRow",
    "StaffMember",
]
