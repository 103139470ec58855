"""FastAPI on asyncpg by hand: no ORM, no dependency injection, as few round trips as it allows."""

import os
import uuid
from contextlib import asynccontextmanager

import asyncpg
import orjson
from fastapi import FastAPI, HTTPException, Request, Response
from pydantic import ValidationError

import ulids
from callers import Caller, Callers
from patients import CONTEXT, SHOWN, NewPatient

COLUMNS = ", ".join(column for column, _ in SHOWN)
FIND = (
    f"SELECT id, {COLUMNS}, custom_fields FROM patients"
    " WHERE tenant_id = $1 AND id = $2 AND deleted_at IS NULL"
)
WRITTEN = (
    "first_name second_name last_name second_last_name birth_date gender_id doc_type_id"
    " doc_number phones email eps_id habeas_data"
).split()
INSERT = (
    f"INSERT INTO patients (tenant_id, id, owner_id, custom_fields, {', '.join(WRITTEN)})"
    f" VALUES ($1, $2, $3, $4, {', '.join(f'${i + 5}' for i in range(len(WRITTEN)))})"
    f" RETURNING id, {COLUMNS}, custom_fields"
)

callers = Callers(os.environ["ENLACE_API_KEY_PEPPER_FILE"])
pool: asyncpg.Pool | None = None


async def leave_as_it_is(_: asyncpg.Connection) -> None:
    """Every setting ends with its transaction: asyncpg's round trip to reset all is spared."""


@asynccontextmanager
async def lifespan(_: FastAPI):
    global pool
    await callers.open()
    pool = await asyncpg.create_pool(
        user="enlace_patient_runtime",
        database="enlace_patient",
        min_size=8,
        max_size=8,
        reset=leave_as_it_is,
    )
    yield
    await pool.close()
    await callers.close()


app = FastAPI(lifespan=lifespan, openapi_url=None)


def quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


async def run(caller: Caller, sql: str, *values) -> asyncpg.Record | None:
    """One statement in the caller's tenant: its transaction opens in one round trip."""
    opening = CONTEXT.format(
        quoted(caller.tenant_id),
        quoted(caller.key_id),
        quoted(caller.owner_email),
        quoted(ulids.to_text(ulids.new())),
    )
    async with pool.acquire() as connection:
        await connection.execute("BEGIN;" + opening)
        try:
            row = await connection.fetchrow(sql, *values)
        except BaseException:
            await connection.execute("ROLLBACK")
            raise
        await connection.execute("COMMIT")
    return row


def shown(row: asyncpg.Record) -> bytes:
    answer = {"id": ulids.to_text(row["id"])}
    for column, name in SHOWN:
        value = row[column]
        if value is not None:
            answer[name] = value
    answer["customFields"] = orjson.Fragment(row["custom_fields"])
    return orjson.dumps(answer, option=orjson.OPT_UTC_Z)


@app.get("/healthz")
async def alive() -> Response:
    return Response()


@app.get("/v1/patients/{patient_id}")
async def get_patient(request: Request) -> Response:
    caller = await callers.of(request.headers.get("x-api-key"), "patients:read")
    row_id = ulids.to_uuid(request.path_params["patient_id"])
    row = row_id and await run(caller, FIND, uuid.UUID(caller.tenant_id), row_id)
    if row is None:
        raise HTTPException(404)
    return Response(shown(row), media_type="application/json")


@app.post("/v1/patients")
async def create_patient(request: Request) -> Response:
    caller = await callers.of(request.headers.get("x-api-key"), "patients:write")
    try:
        sent = NewPatient.model_validate_json(await request.body())
    except ValidationError as error:
        raise HTTPException(400, error.errors(include_input=False)) from error
    try:
        row = await run(
            caller,
            INSERT,
            uuid.UUID(caller.tenant_id),
            ulids.new(),
            caller.owner_email,
            orjson.dumps(sent.custom_fields).decode(),
            *[getattr(sent, column) for column in WRITTEN],
        )
    except asyncpg.IntegrityConstraintViolationError as error:
        raise HTTPException(409) from error
    return Response(
        shown(row),
        201,
        {"Location": "/v1/patients/" + ulids.to_text(row["id"])},
        "application/json",
    )
