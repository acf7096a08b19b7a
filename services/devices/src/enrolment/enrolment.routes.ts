import { commonErrors, pageQuery } from '@tutti/contracts/common';
import {
  acceptEnrolment,
  challenge,
  deviceCredentials,
  deviceErrors,
  deviceId,
  enrolmentAnswer,
  enrolmentList,
  enrolmentRequest,
  rejectEnrolment,
} from '@tutti/contracts/devices';
import { defineRoute } from '@tutti/service-kit';
import { z } from 'zod';

const params = z.object({ id: deviceId });
const limited = commonErrors['request.rate-limited'];

export const challenges = defineRoute({
  method: 'POST',
  path: 'challenges',
  permission: 'public',
  summary: 'Get a nonce to sign',
  response: challenge,
  status: 201,
  errors: [limited],
});

export const ask = defineRoute({
  method: 'POST',
  path: '',
  permission: 'public',
  summary: 'Ask to join the fleet, or ask again',
  description:
    '201 for a new request, 202 for one that is known. A token of the operator may accept it at once.',
  body: enrolmentRequest,
  response: enrolmentAnswer,
  status: 201,
  errors: [
    limited,
    deviceErrors['enrolment.nonce-expired'],
    deviceErrors['enrolment.proof-invalid'],
    deviceErrors['enrolment.too-many-pending'],
    deviceErrors['enrolment-token.invalid'],
    deviceErrors['enrolment-token.expired'],
    deviceErrors['enrolment-token.used-up'],
    deviceErrors['enrolment-token.revoked'],
  ],
});

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'devices:read',
  summary: 'List requests that wait for an answer, oldest first',
  query: z.strictObject(pageQuery),
  response: enrolmentList,
});

export const get = defineRoute({
  method: 'GET',
  path: ':id',
  permission: 'device',
  summary: 'How the own request stands',
  params,
  response: enrolmentAnswer,
  errors: [deviceErrors['enrolment.not-found'], limited],
});

const answerErrors = [
  deviceErrors['enrolment.not-found'],
  deviceErrors['enrolment.request-changed'],
  deviceErrors['device.not-requested'],
  deviceErrors['device.already-retired'],
];

export const accept = defineRoute({
  method: 'POST',
  path: ':id/accept',
  permission: 'devices:enrol',
  summary: 'Accept a request, as the fingerprint tells it from others',
  params,
  body: acceptEnrolment,
  response: enrolmentAnswer,
  command: true,
  errors: [...answerErrors, commonErrors['name.taken']],
});

export const reject = defineRoute({
  method: 'POST',
  path: ':id/reject',
  permission: 'devices:enrol',
  summary: 'Reject a request; the device may ask again',
  params,
  body: rejectEnrolment,
  response: enrolmentAnswer,
  command: true,
  errors: answerErrors,
});

export const credentials = defineRoute({
  method: 'POST',
  path: ':id/credentials',
  permission: 'device',
  summary: 'Get a pass for NATS; works when the last one has expired',
  params,
  response: deviceCredentials,
  errors: [commonErrors['request.forbidden']],
});
