import {
  EnrolmentTokenServiceService,
  EnrolmentTokenStatus,
} from '@tutti/contracts/gen/tutti/devices/v1/enrolment';
import { enrolmentToken, type EnrolmentToken } from '@tutti/contracts/devices';
import { enumMap, grpcService, unary } from '@tutti/service-kit';
import { EnrolmentTokenController } from './enrolment-token.controller';
import * as routes from './enrolment-token.routes';

const statuses = enumMap(enrolmentToken.shape.status.options, EnrolmentTokenStatus);

const toMessage = (token: EnrolmentToken) => ({ ...token, status: statuses.toProto(token.status) });

export const enrolmentTokenGrpc = grpcService(EnrolmentTokenServiceService, (get) => {
  const tokens = get(EnrolmentTokenController);
  return {
    listEnrolmentTokens: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => tokens.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toMessage), nextPageToken }),
    }),
    issueEnrolmentToken: unary(routes.issue, {
      request: (body) => ({ body }),
      handle: (input) => tokens.issue(input),
      reply: ({ token, ...issued }) => ({ enrolmentToken: toMessage(issued), token }),
    }),
    revokeEnrolmentToken: unary(routes.revoke, {
      request: (params) => ({ params }),
      handle: (input) => tokens.revoke(input),
      reply: () => ({}),
    }),
  };
});
