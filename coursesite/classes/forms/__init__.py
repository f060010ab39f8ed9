from coursesite.classes.forms.dates import DatesForm
from coursesite.classes.forms.extending import ChosenForm, ExtensionForm, UndoForm
from coursesite.classes.forms.school import (
    CardsForm,
    ClassroomForm,
    DateInput,
    ListForm,
    LogForm,
    MoveForm,
    RosterForm,
    TermForm,
)
from coursesite.classes.forms.time import AccommodationForm

__all__ = [
    "AccommodationForm",
    "CardsForm",
    "ChosenForm",
    "ClassroomForm",
    "DateInput",
    "DatesForm",
    "ExtensionForm",
    "ListForm",
    "LogForm",
    "MoveForm",
    "RosterForm",
    "TermForm",
    "UndoForm",
]
