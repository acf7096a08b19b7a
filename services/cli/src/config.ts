import { readFileSync } from 'node:fs';
import { z } from 'zod';

type Environment = Readonly<Record<string, string | undefined>>;

const environment = z.object({
  TUTTI_URL: z.url().default('http://127.0.0.1:8080'),
  TUTTI_ACCESS_TOKEN: z.string().optional(),
  TUTTI_USER: z.string().default('admin'),
  TUTTI_PASSWORD: z.string().optional(),
});

/** Whom to call, and as whom. */
export interface Access {
  readonly url: string;
  readonly token: string | undefined;
  readonly user: string;
  readonly password: string | undefined;
}

/** A secret may stand in a file, whose name NAME_FILE gives. */
const withFiles = (env: Environment, names: readonly string[]): Environment => {
  const files = names.flatMap((name) => {
    const path = env[`${name}_FILE`];
    return path === undefined ? [] : [[name, readFileSync(path, 'utf8').trim()] as const];
  });
  return { ...env, ...Object.fromEntries(files) };
};

/** Throws what is to be set, and how. */
export const readAccess = (given: { readonly url?: string }, env: Environment = process.env): Access => {
  const read = withFiles(env, ['TUTTI_ACCESS_TOKEN', 'TUTTI_PASSWORD']);
  const url = given.url ?? read['TUTTI_URL'];
  const { data, error } = environment.safeParse({
    ...read,
    ...(url === undefined ? {} : { TUTTI_URL: url }),
  });
  if (!data)
    throw new Error(error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  const { TUTTI_URL, TUTTI_ACCESS_TOKEN: token, TUTTI_USER: user, TUTTI_PASSWORD: password } = data;
  if (token === undefined && password === undefined)
    throw new Error(
      'Who are you? Set TUTTI_PASSWORD (or TUTTI_PASSWORD_FILE) and, unless you are admin, TUTTI_USER; or TUTTI_ACCESS_TOKEN.',
    );
  return { url: TUTTI_URL.replace(/\/+$/, ''), token, user, password };
};
