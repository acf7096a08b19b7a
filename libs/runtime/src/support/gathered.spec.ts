import { expect, it } from 'vitest';
import { Gathered } from './gathered';

it('writes what came while a write was under way together, each once, in order', async () => {
  const written: (readonly number[])[] = [];
  const gates: (() => void)[] = [];
  const gathered = new Gathered<number>(async (items) => {
    written.push(items);
    await new Promise<void>((resolve) => gates.push(resolve));
  });
  const first = gathered.add(1);
  await expect.poll(() => gates.length).toBe(1);
  const rest = Promise.all([gathered.add(2), gathered.add(3)]);
  gates[0]?.();
  await first;
  await expect.poll(() => gates.length).toBe(2);
  gates[1]?.();
  await rest;
  expect(written).toEqual([[1], [2, 3]]);
});

it('tells those of a write that failed, and goes on', async () => {
  let fails = true;
  const gathered = new Gathered<number>(async () => {
    if (fails) throw new Error('The disk is full.');
  });
  await expect(Promise.all([gathered.add(1), gathered.add(2)])).rejects.toThrow('The disk is full.');
  fails = false;
  await gathered.add(3);
});
