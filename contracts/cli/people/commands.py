"""The commands of people and departments: where each stands, and what it is for."""

from contracts.kernel.refusal import N_

PERSON = {
    "add": ("people.people:enter_person", N_("Enter a person.")),
    "edit": ("people.people:change_person", N_("Change a person's details.")),
    "list": ("people.people:show_people", N_("List people.")),
    "role": ("people.people:give_role", N_("Give a person a role, or take it with --take.")),
    "leave": ("people.people:record_leaving", N_("Record that a person has left: no more mail.")),
    "return": ("people.people:record_return", N_("Record that a person who left is back.")),
    "absence": ("people.people:record_absence", N_("Name the deputy for an absence; without days list absences.")),
    "back": ("people.people:record_early_return", N_("Record that an absent person is back.")),
}

DEPARTMENT = {
    "set": ("people.departments:keep_department", N_("Make a department, or say who leads it.")),
    "list": ("people.departments:show_departments", N_("List departments.")),
}
