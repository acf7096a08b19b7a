/** Names of Edge Conductor that have no effect here (S0-7, S0-9), with what to do instead. */
const retired: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/^FIRST_SUPERUSER$/, 'the first user is always `admin`'],
  [/^FIRST_SUPERUSER_PW$/, 'use TUTTI_ADMIN_PASSWORD or TUTTI_ADMIN_PASSWORD_FILE'],
  [/^SQLALCHEMY_POOL_SIZE$/, 'use DATABASE_POOL_SIZE'],
  [/^SQLALCHEMY_POOL_MAX_OVERFLOW$/, 'use DATABASE_POOL_MAX_OVERFLOW'],
  [/^AIC_/, 'links to a training site are made at run time, not by environment'],
];

/** One warning for each retired name that is still set. */
export const retiredNameWarnings = (env: Readonly<Record<string, string | undefined>>): readonly string[] =>
  Object.keys(env)
    .sort()
    .flatMap((name) => {
      const hit = env[name] === undefined ? undefined : retired.find(([pattern]) => pattern.test(name));
      return hit ? [`${name} is retired and has no effect: ${hit[1]}.`] : [];
    });
