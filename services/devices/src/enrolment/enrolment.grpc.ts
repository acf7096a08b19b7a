import {
  EnrolmentKind,
  EnrolmentServiceService,
  EnrolmentStatus,
} from '@tutti/contracts/gen/tutti/devices/v1/enrolment';
import { enrolment, enrolmentStatus, type EnrolmentAnswer } from '@tutti/contracts/devices';
import { enumMap, grpcService, unary } from '@tutti/service-kit';
import { EnrolmentController } from './enrolment.controller';
import * as routes from './enrolment.routes';

const kinds = enumMap(enrolment.shape.kind.options, EnrolmentKind);
const statuses = enumMap(enrolmentStatus.options, EnrolmentStatus);

const shown = (answer: EnrolmentAnswer) => ({
  answer: { ...answer, status: statuses.toProto(answer.status) },
});

export const enrolmentGrpc = grpcService(EnrolmentServiceService, (get) => {
  const enrolments = get(EnrolmentController);
  return {
    listEnrolments: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => enrolments.list(input),
      reply: ({ items, nextPageToken }) => ({
        items: items.map((item) => ({ ...item, kind: kinds.toProto(item.kind) })),
        nextPageToken,
      }),
    }),
    acceptEnrolment: unary(routes.accept, {
      request: ({ id, ...body }) => ({ params: { id }, body }),
      handle: (input) => enrolments.accept(input),
      reply: shown,
    }),
    rejectEnrolment: unary(routes.reject, {
      request: ({ id, ...body }) => ({ params: { id }, body }),
      handle: (input) => enrolments.reject(input),
      reply: shown,
    }),
  };
});
