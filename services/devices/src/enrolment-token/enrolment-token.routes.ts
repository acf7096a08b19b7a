import {
  deviceErrors,
  enrolmentTokenList,
  issuedEnrolmentToken,
  issueEnrolmentToken,
} from '@tutti/contracts/devices';
import { defineRoute, listQuery } from '@tutti/service-kit';
import { z } from 'zod';

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission: 'devices:enrol',
  summary: 'List enrolment tokens, newest first',
  query: z.strictObject(listQuery),
  response: enrolmentTokenList,
});

export const issue = defineRoute({
  method: 'POST',
  path: '',
  permission: 'devices:enrol',
  summary: 'Issue an enrolment token; it is shown in this answer only',
  body: issueEnrolmentToken,
  response: issuedEnrolmentToken,
  status: 201,
  command: true,
  errors: [deviceErrors['enrolment-token.already-issued']],
});

export const revoke = defineRoute({
  method: 'DELETE',
  path: ':id',
  permission: 'devices:enrol',
  summary: 'Revoke an enrolment token; devices that used it stay',
  params: z.object({ id: z.uuid() }),
  command: true,
  errors: [deviceErrors['enrolment-token.not-found']],
});
