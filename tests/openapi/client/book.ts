// Registers a patient and books an appointment with the types that the OpenAPI document gives: the
// program of a client who has nothing else. Settings: ENLACE_URL, ENLACE_API_KEY.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

declare const process: { env: Record<string, string | undefined> };

type Booking = components["schemas"]["CreateAppointmentRequest"];
type Problem = components["schemas"]["Problem"];

function setting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}

function done<T>(answer: { data?: T; error?: Problem }): T {
  if (answer.data === undefined) throw new Error(answer.error?.detail ?? "no answer");
  return answer.data;
}

const api = createClient<paths>({
  baseUrl: setting("ENLACE_URL"),
  headers: { "X-Api-Key": setting("ENLACE_API_KEY") },
});

const patient = done(
  await api.POST("/v1/patients", {
    body: {
      eventType: "PATIENT",
      actionType: "CREATE",
      firstName: "Irene",
      lastName: "Lara",
      docTypeId: "CC",
      docNumber: "1044556677",
      genderId: "F",
      phones: ["+573001112233"],
      habeasData: true,
      customFields: { channel: "typescript" },
    },
  }),
);

const { doctors } = done(await api.GET("/v1/doctors", { params: { query: { active: true } } }));
const doctor = doctors[0];
if (doctor === undefined) throw new Error("the clinic has no doctor");

const booking: Booking = {
  eventType: "APPOINTMENT",
  actionType: "CREATE",
  startAppointment: "2027-03-01T09:00:00-05:00",
  endAppointment: "2027-03-01T09:30:00-05:00",
  patientId: patient.id,
  doctorId: doctor.id,
  modality: "IN_PERSON",
};
const appointment = done(await api.POST("/v1/appointments", { body: booking }));
const again = await api.POST("/v1/appointments", { body: booking });

const changed = done(
  await api.PATCH("/v1/patients/{id}", {
    params: { path: { id: patient.id } },
    body: { genderId: null, email: "irene@example.com" },
  }),
);

// What the document forbids does not compile.
const wrong: Booking[] = [
  // @ts-expect-error: no such modality
  { ...booking, modality: "BY_PIGEON" },
  // @ts-expect-error: no such field
  { ...booking, surname: "Lara" },
  // @ts-expect-error: a booking has an end
  { ...booking, endAppointment: undefined },
];

console.log(
  JSON.stringify({
    patient: changed.id,
    appointment: appointment.id,
    start: appointment.startAppointment,
    phones: patient.phones,
    secondBooking: again.error?.reason,
    refused: wrong.length,
  }),
);
