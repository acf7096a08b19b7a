import type { OpenService, Service } from '@tutti/service-kit';
import type { IdentityConfig } from './config';
import { IdentityModule } from './identity.module';
import { Identity } from './open-identity';

export interface OpenIdentity extends OpenService {
  /** Of the user `admin`, when it was made now and no password was configured. */
  readonly oneTimePassword?: string;
}

/** The identity service, for the process that mounts it. */
export const identityService: Service<IdentityConfig, OpenIdentity> = {
  name: 'identity',
  open: async (foundation, config) => {
    const identity = await Identity.open({ ...foundation, secureCookies: config.SECURE_COOKIES });
    const ensured = await identity.ensureAdmin(config.TUTTI_ADMIN_PASSWORD, config.TUTTI_ADMIN_PASSWORD_ONCE);
    return { ...ensured, module: IdentityModule.register(identity), runners: identity.runners };
  },
};
