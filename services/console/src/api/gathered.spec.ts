import { expect, test } from 'vitest';
import { gathered } from './gathered';

const setup = () => {
  const requests: (readonly string[])[] = [];
  const find = gathered(async (ids) => {
    requests.push(ids);
    if (ids.includes('broken')) throw new Error('no answer');
    return ids.filter((id) => id !== 'nobody').map((id) => ({ id, name: `name of ${id}` }));
  });
  return { requests, find };
};

test('what is asked for together goes in one request, each id once', async () => {
  const { requests, find } = setup();
  const found = await Promise.all(['a', 'b', 'a', 'nobody'].map(find));
  expect(found.map((one) => one?.name)).toEqual(['name of a', 'name of b', 'name of a', undefined]);
  expect(requests).toEqual([['a', 'b', 'nobody']]);
});

test('what is asked for later is asked anew', async () => {
  const { requests, find } = setup();
  await find('a');
  await find('a');
  expect(requests).toEqual([['a'], ['a']]);
});

test('many go in several requests', async () => {
  const { requests, find } = setup();
  const ids = Array.from({ length: 70 }, (_, index) => `id-${index}`);
  expect((await Promise.all(ids.map(find))).map((one) => one?.id)).toEqual(ids);
  expect(requests.map(({ length }) => length)).toEqual([30, 30, 10]);
});

test('a request that fails fails for those who asked, not for the next', async () => {
  const { find } = setup();
  await expect(Promise.all(['a', 'broken'].map(find))).rejects.toThrow('no answer');
  expect((await find('a'))?.name).toBe('name of a');
});
