"""FastAPI with SQLAlchemy 2's asynchronous ORM on asyncpg, as a careful team would tune it."""

import datetime
import os
import uuid
from contextlib import asynccontextmanager
from typing import Annotated, Any

import orjson
from fastapi import Depends, FastAPI, Header, HTTPException, Response
from sqlalchemy import bindparam, select, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import DateTime, Text

import ulids
from callers import Caller, Callers
from patients import CONTEXT, SHOWN, NewPatient


class Base(DeclarativeBase):
    type_annotation_map = {str: Text, datetime.datetime: DateTime(timezone=True)}


class Patient(Base):
    __tablename__ = "patients"
    __mapper_args__ = {"eager_defaults": True}

    tenant_id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    id: Mapped[uuid.UUID] = mapped_column(primary_key=True)
    first_name: Mapped[str | None]
    second_name: Mapped[str | None]
    last_name: Mapped[str | None]
    second_last_name: Mapped[str | None]
    birth_date: Mapped[datetime.date | None]
    gender_id: Mapped[str | None]
    doc_type_id: Mapped[str | None]
    doc_number: Mapped[str | None]
    mrn: Mapped[str | None]
    phones: Mapped[list[str]] = mapped_column(ARRAY(Text))
    email: Mapped[str | None]
    eps_id: Mapped[str | None]
    habeas_data: Mapped[bool]
    custom_fields: Mapped[dict[str, Any]] = mapped_column(JSONB)
    owner_id: Mapped[str]
    workflow: Mapped[str | None]
    created_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime.datetime] = mapped_column(server_default=text("now()"))
    deleted_at: Mapped[datetime.datetime | None]


engine = create_async_engine(
    "postgresql+asyncpg://enlace_patient_runtime@/enlace_patient",
    pool_size=8,
    max_overflow=0,
    json_serializer=lambda value: orjson.dumps(value).decode(),
    json_deserializer=orjson.loads,
)
sessions = async_sessionmaker(engine, expire_on_commit=False)
callers = Callers(os.environ["ENLACE_API_KEY_PEPPER_FILE"])
set_context = text(CONTEXT.format(":tenant", ":actor", ":email", ":request"))
find_patient = select(Patient).where(
    Patient.tenant_id == bindparam("tenant"),
    Patient.id == bindparam("id"),
    Patient.deleted_at.is_(None),
)


@asynccontextmanager
async def lifespan(_: FastAPI):
    await callers.open()
    yield
    await callers.close()
    await engine.dispose()


app = FastAPI(lifespan=lifespan, openapi_url=None)


async def reader(x_api_key: Annotated[str | None, Header()] = None) -> Caller:
    return await callers.of(x_api_key, "patients:read")


async def writer(x_api_key: Annotated[str | None, Header()] = None) -> Caller:
    return await callers.of(x_api_key, "patients:write")


async def enter(session: AsyncSession, caller: Caller) -> None:
    await session.execute(
        set_context,
        {
            "tenant": caller.tenant_id,
            "actor": caller.key_id,
            "email": caller.owner_email,
            "request": ulids.to_text(ulids.new()),
        },
    )


def shown(patient: Patient) -> bytes:
    answer = {"id": ulids.to_text(patient.id)}
    for column, name in SHOWN:
        value = getattr(patient, column)
        if value is not None:
            answer[name] = value
    answer["customFields"] = patient.custom_fields
    return orjson.dumps(answer, option=orjson.OPT_UTC_Z)


@app.get("/healthz")
async def alive() -> Response:
    return Response()


@app.get("/v1/patients/{patient_id}")
async def get_patient(patient_id: str, caller: Annotated[Caller, Depends(reader)]) -> Response:
    row_id = ulids.to_uuid(patient_id)
    async with sessions.begin() as session:
        await enter(session, caller)
        patient = row_id and await session.scalar(
            find_patient, {"tenant": uuid.UUID(caller.tenant_id), "id": row_id}
        )
    if patient is None:
        raise HTTPException(404)
    return Response(shown(patient), media_type="application/json")


@app.post("/v1/patients")
async def create_patient(sent: NewPatient, caller: Annotated[Caller, Depends(writer)]) -> Response:
    patient = Patient(
        tenant_id=uuid.UUID(caller.tenant_id),
        id=ulids.new(),
        owner_id=caller.owner_email,
        **sent.model_dump(exclude={"event_type", "action_type"}),
    )
    try:
        async with sessions.begin() as session:
            await enter(session, caller)
            session.add(patient)
    except IntegrityError as error:
        raise HTTPException(409) from error
    return Response(
        shown(patient),
        201,
        {"Location": "/v1/patients/" + ulids.to_text(patient.id)},
        "application/json",
    )
