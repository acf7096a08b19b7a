import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { eventSets } from '../src/catalogue';

const events = eventSets.flatMap((set) =>
  Object.entries(set.definitions).map(([type, definition]) => ({ ...set, type, ...definition })),
);

/** Property names at any depth of a JSON Schema. */
const propertyNames = (schema: unknown): string[] => {
  if (typeof schema !== 'object' || schema === null) return [];
  const own = 'properties' in schema ? Object.keys(schema.properties as object) : [];
  return [...own, ...Object.values(schema).flatMap(propertyNames)];
};

/** What the log never carries (design §3): it is for ever and read by many. */
const forbidden =
  /passw|secret|hash$|e-?mail|phone|^ip|address(es)?$|url$|jwt|seed|credential|cookie|session|firstname|lastname|fullname/i;
/** A postal address of a device is no address of a person; a flag about a password is no password; where
 * random numbers of a training start is no key. */
const allowed = new Set(['address', 'mustChangePassword', 'randomSeed']);

describe('published events', () => {
  it.each(events)(
    '$context.$type version $version keeps its schema',
    async ({ context, aggregate, type, version, schema }) => {
      const json = `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`;
      const file = join(
        import.meta.dirname,
        '..',
        'golden',
        `${context}.${aggregate}.${type}.${version}.json`,
      );
      await expect(json).toMatchFileSnapshot(file);
    },
  );

  it.each(events)('$context.$type carries nothing secret or personal', ({ schema }) => {
    const names = propertyNames(z.toJSONSchema(schema)).filter((name) => !allowed.has(name));
    expect(names.filter((name) => forbidden.test(name))).toEqual([]);
  });

  it('the guard sees a secret when there is one', () => {
    const leaky = z.toJSONSchema(
      z.object({ inner: z.object({ passwordHash: z.string(), email: z.string() }) }),
    );
    expect(propertyNames(leaky).filter((name) => forbidden.test(name))).toEqual(['passwordHash', 'email']);
  });

  it('every event of a context has a name of its own', () => {
    const names = events.filter((e) => e.aggregate !== 'name').map((e) => `${e.context}.${e.type}`);
    expect(new Set(names).size).toBe(names.length);
  });

  it('an older version is raised before it is read', async () => {
    const { event, readEventData } = await import('../src/common');
    const definition = event(z.strictObject({ label: z.string() }), 2, {
      1: (data) => ({ label: (data as { name: string }).name }),
    });
    expect(readEventData(definition, 1, { name: 'a' })).toEqual({ label: 'a' });
    expect(readEventData(definition, 2, { label: 'b' })).toEqual({ label: 'b' });
    expect(() => readEventData(definition, 2, { name: 'a' })).toThrow();
  });

  it('a field that only a newer release knows is left out, at any depth; a broken one is still refused', async () => {
    const { event, readEventData } = await import('../src/common');
    const definition = event(z.strictObject({ os: z.strictObject({ name: z.string() }) }));
    expect(readEventData(definition, 1, { os: { name: 'a', build: 7 }, added: true })).toEqual({
      os: { name: 'a' },
    });
    expect(() => readEventData(definition, 1, { os: { name: 7 }, added: true })).toThrow();
  });
});
