import { databaseConfig, processConfig, secret } from '@tutti/service-kit';
import { z } from 'zod';

/** Configuration of the identity service, to be spread into that of the process it runs in. */
export const identityConfig = {
  TUTTI_ADMIN_PASSWORD: secret(z.string().min(8))
    .optional()
    .describe(
      'Password of the first user `admin`, at least 8 characters. A one-time password is made when absent.',
    ),
  TUTTI_ADMIN_PASSWORD_ONCE: z
    .stringbool()
    .default(false)
    .describe('Whether the given password holds for one sign-in only, after which `admin` chooses another.'),
  SECURE_COOKIES: z
    .stringbool()
    .default(false)
    .describe('Whether browsers may send session cookies over HTTPS only; true wherever there is HTTPS.'),
};

export type IdentityConfig = z.output<z.ZodObject<typeof identityConfig>>;

/** Configuration of a process that runs this service alone: nobody would see a password that it makes up. */
export const identityProcessConfig = z.object({
  ...processConfig,
  ...databaseConfig,
  ...identityConfig,
  TUTTI_ADMIN_PASSWORD: secret(z.string().min(8)).describe(
    'Password of the first user `admin`, at least 8 characters.',
  ),
});
