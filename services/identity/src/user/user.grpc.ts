import { Role, UserServiceService } from '@tutti/contracts/gen/tutti/identity/v1/user';
import { role, type User } from '@tutti/contracts/identity';
import { enumMap, grpcService, unary } from '@tutti/service-kit';
import { UserController } from './user.controller';
import * as routes from './user.routes';

const roles = enumMap(role.options, Role);

export const toUserMessage = (user: User) => ({ ...user, role: roles.toProto(user.role) });
const shown = (user: User) => ({ user: toUserMessage(user) });

export const userGrpc = grpcService(UserServiceService, (get) => {
  const users = get(UserController);
  return {
    listUsers: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => users.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toUserMessage), nextPageToken }),
    }),
    createUser: unary(routes.create, {
      request: (user) => ({ body: { ...user, role: roles.fromProto(user.role) } }),
      handle: (input) => users.create(input),
      reply: shown,
    }),
    getUser: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => users.get(input),
      reply: shown,
    }),
    changeUser: unary(routes.change, {
      request: ({ id, ...change }) => ({
        params: { id },
        body: { ...change, role: roles.fromProto(change.role) },
      }),
      handle: (input) => users.change(input),
      reply: shown,
    }),
  };
});
