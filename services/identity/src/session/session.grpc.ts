import {
  OwnAccountServiceService,
  SessionServiceService,
} from '@tutti/contracts/gen/tutti/identity/v1/session';
import { grpcService, unary } from '@tutti/service-kit';
import { Accounts } from '../user/accounts';
import { toUserMessage } from '../user/user.grpc';
import { UserListView } from '../user/user-list.view';
import * as accountRoutes from '../user/user.routes';
import * as routes from './session.routes';
import { SignIn, type SignedIn } from './sign-in';

/** No cookies here: the refresh token is in the message. */
const toSessionMessage = ({ session, access, user }: SignedIn) => ({
  session: {
    accessToken: access.token,
    expiresAt: access.expiresAt.toISOString(),
    refreshToken: session.refreshToken,
    endsAt: session.endsAt.toISOString(),
    user: toUserMessage(user),
  },
});

export const sessionGrpc = grpcService(SessionServiceService, (get) => {
  const signIn = get(SignIn);
  return {
    signIn: unary(routes.create, {
      request: (body) => ({ body }),
      handle: ({ body, address, metadata }) => signIn.withPassword({ ...body, address }, metadata),
      reply: toSessionMessage,
    }),
    refreshSession: unary(routes.refresh, {
      request: () => ({}),
      handle: (_, { refreshToken }) => signIn.refresh(refreshToken),
      reply: toSessionMessage,
    }),
    signOut: unary(routes.end, {
      request: () => ({}),
      handle: (_, { refreshToken }) => signIn.signOut(refreshToken),
      reply: () => ({}),
    }),
  };
});

export const ownAccountGrpc = grpcService(OwnAccountServiceService, (get) => {
  const [signIn, accounts, users] = [get(SignIn), get(Accounts), get(UserListView)];
  return {
    getOwnAccount: unary(accountRoutes.me, {
      request: () => ({}),
      handle: ({ principal, position }) => users.get(principal.id, position),
      reply: (user) => ({ user: toUserMessage(user) }),
    }),
    changeOwnPassword: unary(accountRoutes.password, {
      request: (body) => ({ body }),
      handle: async ({ body, principal: { id }, address, metadata }) => {
        const change = { current: body.current, next: body.new, address };
        await accounts.changePassword(id, change, { metadata });
        return signIn.anew(id);
      },
      reply: toSessionMessage,
    }),
  };
});
