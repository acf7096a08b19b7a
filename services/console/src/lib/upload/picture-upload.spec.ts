import { describe, expect, test } from 'vitest';
import { chosenFiles } from './dropped-files';
import type { FoundFile } from './picture-check';
import { PictureUpload } from './picture-upload';
import { isOver, type UploadHost, type UploadState, type Verdict } from './upload-state';

const picture = (name: string, content = name): File => new File([content], name, { type: 'image/jpeg' });
const named = (count: number, prefix = 'p'): File[] =>
  Array.from({ length: count }, (_, index) => picture(`${prefix}-${index}.jpg`));

class Lost extends Error {}
class Unfit extends Error {}
class Ended extends Error {}
class Forbidden extends Error {}

const verdicts: readonly (readonly [new () => Error, Verdict])[] = [
  [Lost, 'again'],
  [Unfit, 'refused'],
  [Ended, 'reopen'],
  [Forbidden, 'stop'],
];

interface Server {
  readonly host: UploadHost;
  /** Names of pictures, by import. */
  readonly taken: Map<string, string[]>;
  readonly ended: string[];
  readonly rests: number[];
  /** Throws or answers for the picture that is about to be taken. */
  before: (name: string, importId: string) => Promise<void> | void;
  mostAtOnce: number;
}

const server = (): Server => {
  const taken = new Map<string, string[]>();
  const contents = new Set<string>();
  let atOnce = 0;
  let clock = 0;
  const made: Server = {
    taken,
    ended: [],
    rests: [],
    before: () => undefined,
    mostAtOnce: 0,
    host: {
      open: () => {
        const id = `import-${taken.size + 1}`;
        taken.set(id, []);
        return Promise.resolve(id);
      },
      send: async (bytes, { importId, fileName }) => {
        atOnce += 1;
        made.mostAtOnce = Math.max(made.mostAtOnce, atOnce);
        try {
          await made.before(fileName, importId);
          const content = await bytes.text();
          taken.get(importId)?.push(fileName);
          const known = contents.has(content);
          contents.add(content);
          return known ? 'known' : 'added';
        } finally {
          atOnce -= 1;
        }
      },
      finish: (id) => Promise.resolve(void made.ended.push(`finish ${id}`)),
      cancel: (id) => Promise.resolve(void made.ended.push(`cancel ${id}`)),
      judge: (error) => Promise.resolve(verdicts.find(([kind]) => error instanceof kind)?.[1] ?? 'stop'),
      rest: (ms) => Promise.resolve(void made.rests.push(ms)),
      now: () => (clock += 500),
    },
  };
  return made;
};

const until = (upload: PictureUpload, holds: (state: UploadState) => boolean): Promise<UploadState> =>
  new Promise((resolve) => {
    const look = (): void => {
      if (holds(upload.state.get())) resolve(upload.state.get());
    };
    upload.state.subscribe(look);
    look();
  });

describe('pictures are sent into one import', () => {
  test('four at a time, each once, and the import is finished', async () => {
    const { host, taken, ended, ...rest } = server();
    const upload = new PictureUpload(host);
    await upload.add(chosenFiles([...named(50), picture('again.jpg', 'p-1.jpg')]));
    const state = await until(upload, isOver);
    expect(state).toMatchObject({ status: 'done', added: 50, known: 1, refused: 0, sent: { files: 51 } });
    expect(state.sent.bytes).toBe(state.found.bytes);
    expect([...taken.keys()]).toEqual(['import-1']);
    expect(new Set(taken.get('import-1')).size).toBe(51);
    expect(ended).toEqual(['finish import-1']);
    expect(rest.mostAtOnce).toBeLessThanOrEqual(4);
  });

  test('what is no picture is listed and never sent; what file systems leave lying about is passed over', async () => {
    const { host, taken } = server();
    const upload = new PictureUpload(host);
    const wrong = [new File(['x'], 'notes.txt', { type: 'text/plain' }), new File([], 'empty.jpg')];
    await upload.add(chosenFiles([...wrong, new File(['x'], '.DS_Store'), picture('good.jpg')]));
    const state = await until(upload, isOver);
    expect(state).toMatchObject({ status: 'done', added: 1, refused: 2, found: { files: 1 } });
    expect(state.refusals).toEqual([
      { name: 'notes.txt', why: 'type' },
      { name: 'empty.jpg', why: 'empty' },
    ]);
    expect(taken.get('import-1')).toEqual(['good.jpg']);
  });

  test('nothing but what cannot be sent opens no import', async () => {
    const { host, taken } = server();
    const upload = new PictureUpload(host);
    await upload.add(chosenFiles([new File(['x'], 'notes.txt', { type: 'text/plain' })]));
    expect((await until(upload, isOver)).status).toBe('done');
    expect(taken.size).toBe(0);
  });

  test('a picture that the server refuses keeps no other one back', async () => {
    const made = server();
    made.before = (name) => {
      if (name === 'p-2.jpg') throw new Unfit();
    };
    const upload = new PictureUpload(made.host);
    await upload.add(chosenFiles(named(5)));
    const state = await until(upload, isOver);
    expect(state).toMatchObject({ status: 'done', added: 4, refused: 1, sent: { files: 5 } });
    expect(state.refusals.map(({ name }) => name)).toEqual(['p-2.jpg']);
  });

  test('goes on by itself after a short cut of the line', async () => {
    const made = server();
    let cuts = 6;
    made.before = () => {
      if (cuts-- > 0) throw new Lost();
    };
    const upload = new PictureUpload(made.host);
    await upload.add(chosenFiles(named(10)));
    expect(await until(upload, isOver)).toMatchObject({ status: 'done', added: 10, refused: 0 });
    expect(made.rests.length).toBe(6);
  });

  test('rests after a long one until somebody resumes it, and loses nothing', async () => {
    const made = server();
    let away = true;
    made.before = () => {
      if (away) throw new Lost();
    };
    const upload = new PictureUpload(made.host);
    await upload.add(chosenFiles(named(10)));
    const rested = await until(upload, ({ status }) => status === 'paused');
    expect(rested.error).toBeInstanceOf(Lost);
    away = false;
    upload.resume();
    expect(await until(upload, isOver)).toMatchObject({ status: 'done', added: 10 });
  });

  test('goes on in another import where the first ended by itself', async () => {
    const made = server();
    made.before = (name, importId) => {
      if (importId === 'import-1' && name !== 'p-0.jpg') throw new Ended();
    };
    const upload = new PictureUpload(made.host);
    await upload.add(chosenFiles(named(6)));
    expect(await until(upload, isOver)).toMatchObject({ status: 'done', added: 6 });
    expect(made.taken.get('import-2')).toHaveLength(5);
    expect(made.taken.size).toBe(2);
  });

  test('paused it sends no more, and resumed the rest', async () => {
    const made = server();
    const upload = new PictureUpload(made.host);
    made.before = (name) => {
      if (name === 'p-3.jpg') upload.pause();
    };
    await upload.add(chosenFiles(named(20)));
    await until(upload, ({ status, sent }) => status === 'paused' && sent.files >= 4);
    expect(upload.state.get().sent.files).toBeLessThan(20);
    upload.resume();
    expect(await until(upload, isOver)).toMatchObject({ status: 'done', added: 20 });
  });

  test('cancelled it sends no more, and the import hears of it', async () => {
    const made = server();
    const upload = new PictureUpload(made.host);
    made.before = (name) => (name === 'p-5.jpg' ? upload.cancel() : undefined);
    await upload.add(chosenFiles(named(30)));
    expect((await until(upload, isOver)).status).toBe('cancelled');
    expect(made.ended).toEqual(['cancel import-1']);
    expect(made.taken.get('import-1')?.length).toBeLessThan(15);
  });

  test('cancelled while the server is away, it says that the import has not heard of it', async () => {
    const made = server();
    const upload = new PictureUpload({ ...made.host, cancel: () => Promise.reject(new Lost()) });
    const asked: Promise<unknown>[] = [];
    made.before = (name) => {
      if (name === 'p-5.jpg') asked.push(expect(upload.cancel()).rejects.toBeInstanceOf(Lost));
    };
    await upload.add(chosenFiles(named(30)));
    const state = await until(upload, ({ error }) => error !== undefined);
    await Promise.all(asked);
    expect(state).toMatchObject({ status: 'cancelled', error: new Lost() });
    expect(asked).toHaveLength(1);
  });

  test('stops where none will be taken, and says why', async () => {
    const made = server();
    made.before = () => {
      throw new Forbidden();
    };
    const upload = new PictureUpload(made.host);
    await upload.add(chosenFiles(named(8)));
    const state = await until(upload, isOver);
    expect(state.status).toBe('stopped');
    expect(state.error).toBeInstanceOf(Forbidden);
  });
});

test('what cannot be read is listed, and what was found after it is sent', async () => {
  const upload = new PictureUpload(server().host);
  const found = async function* (): AsyncGenerator<FoundFile> {
    yield* [{ name: '/locked.jpg', fault: 'unreadable' }, picture('good.jpg')] as const;
  };
  await upload.add(found());
  expect(await until(upload, isOver)).toMatchObject({
    added: 1,
    refusals: [{ name: '/locked.jpg', why: 'unreadable' }],
  });
});

test('a folder without any file ends at once', async () => {
  const upload = new PictureUpload(server().host);
  await upload.add(chosenFiles([]));
  expect(upload.state.get()).toMatchObject({ status: 'done', found: { files: 0 } });
});
