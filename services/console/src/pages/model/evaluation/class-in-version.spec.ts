import { expect, test } from 'vitest';
import { classInVersion } from './class-in-version';

const version = { datasetId: 'lids', version: 3 };

test('given one version, then the pictures of the class that were held out in it', () => {
  const address = classInVersion({ data: [version] }, { part: 'test' }, 'dent & scratch');
  expect(address).toBe('/datasets/lids/versions/3?class=dent+%26+scratch&part=test');
});

test('given no test part, then all of the class: the version does not say which of them judged', () => {
  expect(classInVersion({ data: [version] }, { part: 'validation' }, 'dent')).toBe(
    '/datasets/lids/versions/3?class=dent',
  );
});

test('given sample data or several versions, then nowhere', () => {
  expect(classInVersion({ data: [] }, { part: 'test' }, 'dent')).toBeUndefined();
  const data = [version, { datasetId: 'caps', version: 1 }];
  expect(classInVersion({ data }, { part: 'test' }, 'dent')).toBeUndefined();
});
