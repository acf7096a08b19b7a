import { Inject, Module, type DynamicModule, type OnModuleDestroy } from '@nestjs/common';
import { AboutModule, GRPC_SERVICES, RunnersModule } from '@tutti/service-kit';
import { Identity } from './open-identity';
import { SECURE_COOKIES } from './session/session-answer';
import { SessionController } from './session/session.controller';
import { ownAccountGrpc, sessionGrpc } from './session/session.grpc';
import { SignIn } from './session/sign-in';
import { Accounts } from './user/accounts';
import { OwnAccountController } from './user/own-account.controller';
import { UserListView } from './user/user-list.view';
import { UserController } from './user/user.controller';
import { userGrpc } from './user/user.grpc';

/** Doors of the identity service. Closes the service when it is destroyed. */
@Module({})
export class IdentityModule implements OnModuleDestroy {
  constructor(@Inject(Identity) private readonly identity: Identity) {}

  static register(identity: Identity): DynamicModule {
    const { accounts, users, signIn } = identity.parts;
    return {
      module: IdentityModule,
      imports: [
        RunnersModule.of('identity', identity.runners, identity.parts),
        AboutModule.of('identity', identity.parts),
      ],
      controllers: [SessionController, OwnAccountController, UserController],
      providers: [
        { provide: Identity, useValue: identity },
        { provide: GRPC_SERVICES, useValue: [sessionGrpc, ownAccountGrpc, userGrpc] },
        { provide: Accounts, useValue: accounts },
        { provide: UserListView, useValue: users },
        { provide: SignIn, useValue: signIn },
        { provide: SECURE_COOKIES, useValue: identity.secureCookies },
      ],
    };
  }

  async onModuleDestroy(): Promise<void> {
    await this.identity.close();
  }
}
