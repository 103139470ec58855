"""A patient as the API takes and shows it, for both servers."""

import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100)]


class NewPatient(BaseModel):
    """What a bot sends; unknown fields are refused."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid")

    event_type: Literal["PATIENT"]
    action_type: Literal["CREATE"]
    first_name: Name
    second_name: Name | None = None
    last_name: Name
    second_last_name: Name | None = None
    birth_date: datetime.date | None = None
    gender_id: Literal["M", "F", "I"] | None = None
    doc_type_id: Literal["CC", "TI", "CE", "RC", "PA", "PT"]
    doc_number: Annotated[str, StringConstraints(pattern=r"^[A-Z0-9]{4,20}$")]
    phones: Annotated[
        list[Annotated[str, StringConstraints(pattern=r"^\+[1-9][0-9]{7,14}$")]],
        Field(max_length=10),
    ] = []
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] | None = None
    eps_id: str | None = None
    habeas_data: bool = False
    custom_fields: dict[str, Any] = {}


# Column and name in JSON, but for the id and the custom fields.
SHOWN = [
    ("first_name", "firstName"),
    ("second_name", "secondName"),
    ("last_name", "lastName"),
    ("second_last_name", "secondLastName"),
    ("birth_date", "birthDate"),
    ("gender_id", "genderId"),
    ("doc_type_id", "docTypeId"),
    ("doc_number", "docNumber"),
    ("mrn", "mrn"),
    ("phones", "phones"),
    ("email", "email"),
    ("eps_id", "epsId"),
    ("habeas_data", "habeasData"),
    ("owner_id", "ownerId"),
    ("workflow", "workflow"),
    ("created_at", "createdAt"),
    ("updated_at", "updatedAt"),
]

# The transaction's settings, which row-level security and the audit triggers read.
CONTEXT = (
    "SELECT set_config('app.tenant_id', {0}, true), set_config('app.actor_id', {1}, true),"
    " set_config('app.actor_type', 'API_KEY', true), set_config('app.actor_email', {2}, true),"
    " set_config('app.request_id', {3}, true)"
)
