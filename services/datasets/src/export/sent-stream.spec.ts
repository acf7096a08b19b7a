import { once } from 'node:events';
import { setImmediate as turn } from 'node:timers/promises';
import { buffer } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import { sentStream } from './sent-stream';

const bytes = Buffer.alloc(1_000_000, 'tutti');

const sending = () => {
  let look: (() => void) | undefined;
  async function* source(): AsyncGenerator<Uint8Array, void> {
    yield bytes;
  }
  const stream = sentStream(source(), (told) => {
    look = told;
    return () => void (look = undefined);
  });
  return { stream, look: () => look?.(), isWatched: () => look !== undefined };
};

describe('a stream that is sent', () => {
  it('has the bytes of its source, and is watched no longer than it is open', async () => {
    const { stream, isWatched } = sending();
    expect((await buffer(stream)).equals(bytes)).toBe(true);
    expect(isWatched()).toBe(false);
  });

  it('ends when its reader stops reading', async () => {
    const { stream, look, isWatched } = sending();
    await once(stream, 'readable');
    stream.read(10);
    await turn();
    look();
    expect(stream.destroyed).toBe(false);
    look();
    await expect(once(stream, 'close')).rejects.toThrow('has stopped reading');
    expect(isWatched()).toBe(false);
  });

  it('lasts while a little of a large picture is taken now and then', async () => {
    const { stream, look } = sending();
    for (let n = 0; n < 10; n++) {
      while (stream.read(100) === null) await once(stream, 'readable');
      await turn();
      look();
    }
    expect(stream.destroyed).toBe(false);
    stream.destroy();
  });
});
