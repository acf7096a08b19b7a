export { identityConfig, identityProcessConfig } from './config';
export type { EnsuredAdmin } from './bootstrap/ensure-admin';
export { IdentityModule } from './identity.module';
export { identityService } from './identity.service';
export { Identity, identityDatabase, identityReadModels, type IdentityOptions } from './open-identity';
