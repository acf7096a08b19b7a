/** Names that Edge Conductor 0.2 dropped (requirements S0-7), with what to do instead. */
const retired: readonly (readonly [pattern: RegExp, instead: string])[] = [
  [/^FIRST_SUPERUSER$/, 'the first user is always `admin`'],
  [/^FIRST_SUPERUSER_PW$/, 'use TUTTI_ADMIN_PASSWORD or TUTTI_ADMIN_PASSWORD_FILE'],
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
