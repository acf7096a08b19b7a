import { filterField, timestamp } from '@tutti/contracts/common';
import { deviceList } from '@tutti/contracts/devices';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { jsonSchemaOf } from './json-schema';
import { namesOf } from './schema-names';

const ref = (name: string): object => ({ $ref: `#/components/schemas/${name}` });

describe('the JSON Schema of a route', () => {
  it('refers to schemas of the contracts, and has them once', () => {
    const components: Record<string, { properties?: object }> = {};
    expect(jsonSchemaOf(deviceList, 'output', components)).toEqual(ref('DeviceList'));
    expect(components['DeviceList']?.properties).toMatchObject({ items: { items: ref('Device') } });
    expect(Object.keys(components)).toEqual(expect.arrayContaining(['Device', 'Tags', 'Timestamp']));
  });

  it('keeps what is said at the place of the reference', () => {
    const route = z.strictObject({ since: timestamp.describe('Inclusive') });
    expect(jsonSchemaOf(route, 'input', {})).toMatchObject({
      properties: { since: { ...ref('Timestamp'), description: 'Inclusive' } },
    });
  });

  it('has another name for what may go in where that is not what comes out', () => {
    const components = {};
    expect(jsonSchemaOf(filterField, 'input', components)).toEqual(ref('FilterFieldInput'));
    expect(jsonSchemaOf(filterField, 'output', components)).toEqual(ref('FilterField'));
    expect(components).toMatchObject({
      FilterField: { additionalProperties: false },
      FilterFieldInput: expect.not.objectContaining({ additionalProperties: false }) as object,
    });
  });

  it('cannot be made of what contains itself and has no name', () => {
    expect(() => jsonSchemaOf(z.object({ any: z.json() }), 'output', {})).toThrow('needs a name');
  });
});

describe('names of schemas', () => {
  it('are those of their exports; one that is exported twice has the first', () => {
    const [name, day] = [z.string(), z.iso.date()];
    const names = namesOf({ one: { dayList: day, name }, other: { called: name, unrelated: 7 } });
    expect([...names]).toEqual([
      [day, 'DayList'],
      [name, 'Name'],
    ]);
  });

  it('cannot mean two things', () => {
    expect(() => namesOf({ one: { name: z.string() }, other: { name: z.string() } })).toThrow(
      'Both one and other export another `name`',
    );
  });
});
