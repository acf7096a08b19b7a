import { describe, expect, test } from 'vitest';
import { faultyFields, namedValues, patchOf } from './device-values';

const before = {
  ...namedValues('Desk 1'),
  site: 'seoul',
  latitude: '37.5',
  longitude: '127',
  tags: ['line=3'],
};

describe('patchOf', () => {
  test('names only what differs', () => {
    expect(patchOf(before, { ...before, description: '  ' })).toEqual({});
    expect(patchOf(before, { ...before, name: ' Desk 2 ', site: 'busan' })).toEqual({
      name: 'Desk 2',
      site: 'busan',
    });
  });

  test('null removes, and tags are replaced as a whole', () => {
    expect(
      patchOf(before, { ...before, site: ' ', latitude: '', longitude: '', tags: ['ring=canary', 'spare'] }),
    ).toEqual({ site: null, location: null, tags: { ring: 'canary', spare: '' } });
  });

  test('takes a decimal comma', () => {
    expect(patchOf(before, { ...before, latitude: '37,25' })).toEqual({
      location: { latitude: 37.25, longitude: 127 },
    });
  });
});

test('says which fields cannot be sent', () => {
  expect(faultyFields(before)).toEqual([]);
  expect(
    faultyFields({ ...before, name: ' ', latitude: '91', longitude: 'east', tags: ['ok=1', 'not ok=1'] }),
  ).toEqual(['name', 'latitude', 'longitude', 'tags']);
});
